namespace Shoal.Catalog;

/// <summary>The catalog could not be read or written.</summary>
public sealed class CatalogException : Exception
{
    /// <summary>Without a reason.</summary>
    public CatalogException()
    {
    }

    /// <summary>With a reason, part of a sentence.</summary>
    public CatalogException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason, and what was behind it.</summary>
    public CatalogException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
