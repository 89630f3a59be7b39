using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Moomken.Bot.Fakes.Telegram;

/// <summary>Writes the API's envelope.</summary>
internal static class FakeAnswer
{
    public static Task Ok(HttpContext context, JsonNode result) =>
        Write(context, 200, new JsonObject { ["ok"] = true, ["result"] = result.Parent is null ? result : result.DeepClone() });

    public static Task Error(HttpContext context, FakeFailure failure)
    {
        if (failure.Drop)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        if (failure.RawBody is { } page)
        {
            context.Response.StatusCode = failure.Status;
            return context.Response.WriteAsync(page);
        }

        var body = new JsonObject { ["ok"] = false, ["error_code"] = failure.Status, ["description"] = failure.Description };
        if (failure.RetryAfter is not null || failure.MigrateToChatId is not null)
        {
            var parameters = new JsonObject();
            body["parameters"] = parameters;
            Add(parameters, "retry_after", failure.RetryAfter);
            Add(parameters, "migrate_to_chat_id", failure.MigrateToChatId);
        }

        return Write(context, failure.Status, body);
    }

    private static void Add(JsonObject parameters, string name, long? value)
    {
        if (value is not null)
        {
            parameters[name] = value;
        }
    }

    private static async Task Write(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}
