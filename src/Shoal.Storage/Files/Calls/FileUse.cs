namespace Shoal.Storage.Files.Calls;

/// <summary>What a file is opened for.</summary>
internal enum FileUse
{
    /// <summary>The file must be there.</summary>
    Read,

    /// <summary>The file must be there.</summary>
    Write,

    /// <summary>The file and the folders below the download folder are made when they are not there.</summary>
    Create,
}
