using System.Reflection;
using Moomken.Bot.Storage;

namespace Moomken.Bot.Host.Storage.Moving;

/// <summary>Is handed each kind of stored document with its type.</summary>
internal interface IKindVisitor
{
    Task VisitAsync<T>(DocumentKind<T> kind)
        where T : class;
}

/// <summary>Every kind of document that this program stores: the static fields that declare them.</summary>
internal static class StoredKinds
{
    public static async Task VisitAllAsync(IKindVisitor visitor)
    {
        var visit = typeof(IKindVisitor).GetMethod(nameof(IKindVisitor.VisitAsync))!;
        foreach (var field in Fields())
        {
            await (Task)visit.MakeGenericMethod(field.FieldType.GenericTypeArguments[0]).Invoke(visitor, [field.GetValue(null)])!;
        }
    }

    private static IEnumerable<FieldInfo> Fields() =>
        from assembly in new[] { typeof(DocumentKind<>).Assembly, typeof(StoredKinds).Assembly }
        from type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters)
        from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        where field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(DocumentKind<>)
        select field;
}
