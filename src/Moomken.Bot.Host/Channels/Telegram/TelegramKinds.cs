using System.Collections.Frozen;
using System.Text.Json;

namespace Moomken.Bot.Host.Channels.Telegram;

/// <summary>
/// Names of what Telegram can send beside what we take. Looked at only when an update held nothing for us, so reading the
/// body a second time costs nothing where it matters. A test holds these lists against the types of the Telegram.Bot package.
/// </summary>
internal static class TelegramKinds
{
    /// <summary>Updates that we do not ask for; some still come for a while after the list of wanted ones was changed.</summary>
    public static readonly FrozenSet<string> UnwantedUpdates = FrozenSet.Create(
        "inline_query", "chosen_inline_result", "channel_post", "edited_channel_post", "shipping_query", "pre_checkout_query",
        "poll", "poll_answer", "chat_member", "chat_join_request", "message_reaction", "message_reaction_count", "chat_boost",
        "removed_chat_boost", "business_connection", "business_message", "edited_business_message", "deleted_business_messages",
        "purchased_paid_media", "managed_bot", "guest_message", "subscription", "stopped_message_generation");

    /// <summary>Messages that a person sends and that we cannot use: answered with what is accepted.</summary>
    public static readonly FrozenSet<string> Unsupported = FrozenSet.Create(
        "sticker", "poll", "dice", "game", "story", "invoice", "paid_media", "checklist", "rich_message", "web_app_data",
        "passport_data", "users_shared", "chat_shared", "giveaway", "giveaway_winners", "gift", "unique_gift");

    /// <summary>Notices that Telegram writes into a chat by itself: nobody said anything, so nobody is answered.</summary>
    public static readonly FrozenSet<string> Notices = FrozenSet.Create(
        "successful_payment", "refunded_payment", "connected_website", "new_chat_members", "left_chat_member", "new_chat_title",
        "new_chat_photo", "pinned_message", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
        "channel_chat_created", "message_auto_delete_timer_changed", "proximity_alert_triggered", "video_chat_scheduled",
        "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "forum_topic_created", "forum_topic_closed",
        "forum_topic_reopened", "forum_topic_edited", "general_forum_topic_hidden", "general_forum_topic_unhidden",
        "write_access_allowed", "giveaway_created", "giveaway_completed", "boost_added", "chat_background_set",
        "paid_message_price_changed", "checklist_tasks_done", "checklist_tasks_added", "direct_message_price_changed",
        "suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
        "suggested_post_refunded", "gift_upgrade_sent", "chat_owner_left", "chat_owner_changed", "managed_bot_created",
        "poll_option_added", "poll_option_deleted", "community_chat_added", "community_chat_removed", "community_chat_joined");

    /// <summary>True when the update is of a kind that we know and do not want.</summary>
    public static bool IsUnwanted(ReadOnlyMemory<byte> body)
    {
        using var update = JsonDocument.Parse(body);
        return update.RootElement.EnumerateObject().Any(field => UnwantedUpdates.Contains(field.Name));
    }

    /// <summary>The kind of a message without anything that we take: null for a notice, <c>unknown</c> for what is newer than this list.</summary>
    public static string? OfMessage(ReadOnlyMemory<byte> body, string updateField)
    {
        using var update = JsonDocument.Parse(body);
        var names = update.RootElement.GetProperty(updateField).EnumerateObject().Select(field => field.Name).ToList();
        return names.Find(Unsupported.Contains) ?? (names.Exists(Notices.Contains) ? null : "unknown");
    }
}
