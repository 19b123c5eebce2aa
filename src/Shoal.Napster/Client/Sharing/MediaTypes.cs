using Shoal.Catalog;

namespace Shoal.Napster.Client.Sharing;

/// <summary>What a file is, by the end of its name.</summary>
internal static class MediaTypes
{
    private static readonly Dictionary<string, MediaType> ByExtension = Build();

    public static MediaType Of(string name) => ByExtension.GetValueOrDefault(System.IO.Path.GetExtension(name), MediaType.Application);

    private static Dictionary<string, MediaType> Build()
    {
        var all = new Dictionary<string, MediaType>(StringComparer.OrdinalIgnoreCase) { [".mp3"] = MediaType.Mp3 };
        foreach (var (media, extensions) in new[]
        {
            (MediaType.Audio, "aac ac3 aif aiff alac amr ape dsf dts flac it m4a m4b m4r mid midi mka mod mp2 mpc oga ogg opus ra s3m tak tta wav wma wv xm"),
            (MediaType.Video, "3gp asf avi divx flv m2ts m4v mkv mov mp4 mpeg mpg mts ogm ogv rm rmvb ts vob webm wmv"),
            (MediaType.Image, "avif bmp cr2 dng gif heic ico jpeg jpg jxl nef pcx png psd raw svg tga tif tiff webp xcf"),
            (MediaType.Text, "asc cue csv doc docx epub htm html log lrc m3u m3u8 md mobi nfo odt pdf ps rtf sfv srt tex txt xml"),
        })
        {
            foreach (var extension in extensions.Split(' '))
            {
                all.Add("." + extension, media);
            }
        }

        return all;
    }
}
