using System.Reflection;
using System.Text;

namespace Shoal.Client.Tests.Api;

/// <summary>What an assembly offers to everybody, as text: one line a member, in an order of its own.</summary>
internal static class ApiText
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(KindOf(type)).Append(' ').Append(NameOf(type)).Append(BasesOf(type)).Append('\n');
            foreach (var member in MembersOf(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string BasesOf(Type type)
    {
        var bases = type.GetInterfaces().Where(i => i.IsVisible).Select(NameOf).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            bases.Insert(0, NameOf(parent));
        }

        return type.IsEnum || bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static IEnumerable<string> MembersOf(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}")
        : type.GetMembers(Own).Where(IsVisible).Select(TextOf).OfType<string>();

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !IsAccessor(method),
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(a => a.IsPublic || a.IsFamily),
        _ => false,
    };

    private static bool IsAccessor(MethodBase method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal));

    private static string? TextOf(MemberInfo member) => member switch
    {
        // What the compiler writes for records says nothing of its own.
        MethodBase method when method.Name is "<Clone>$" or "PrintMembers" or "Deconstruct" or "GetHashCode" or "Equals" or "ToString" or "op_Equality" or "op_Inequality" or "EqualityContract" => null,
        ConstructorInfo constructor => $"new({ParametersOf(constructor)})",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{NameOf(method.ReturnType)} {method.Name}({ParametersOf(method)})",
        PropertyInfo { Name: "EqualityContract" } => null,
        PropertyInfo property => $"{(property.GetAccessors(true)[0].IsStatic ? "static " : "")}{NameOf(property.PropertyType)} {property.Name} {{ {AccessorsOf(property)}}}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}",
        _ => null,
    };

    private static string AccessorsOf(PropertyInfo property) =>
        (property.GetMethod is { IsPublic: true } or { IsFamily: true } ? "get; " : "")
        + (property.SetMethod is not { IsPublic: true } set ? "" : set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") ? "init; " : "set; ");

    private static string ParametersOf(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{(p.IsOut ? "out " : p.ParameterType.IsByRef ? p.IsIn ? "in " : "ref " : "")}{NameOf(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue ?? "default") : "")}"));

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return NameOf(value) + "?";
        }

        var name = type.IsNested && !type.IsGenericParameter ? NameOf(type.DeclaringType!) + "." + type.Name : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
