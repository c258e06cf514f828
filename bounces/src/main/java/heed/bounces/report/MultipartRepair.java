package heed.bounces.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Repairs the headers of a multipart message that do not declare it as multipart, or name a wrong boundary. */
final class MultipartRepair {
    private static final Pattern BOUNDARY = Pattern.compile(
            "(?:^|\\n)--([!-~]{1,120})[ \\t]*\\n(?:Content-(?:Type|Description|Transfer-Encoding|Disposition):)",
            Pattern.CASE_INSENSITIVE);

    /** The number of characters of the body in which the first boundary is searched. */
    private static final int SEARCH_LENGTH = 3000;

    private MultipartRepair() {}

    /**
     * Returns the message with headers that declare its boundary. A message is unchanged if the boundary is already named before
     * its first use, by its own headers or by those of a message that its text quotes.
     */
    static byte[] repair(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        if (end < 0) {
            return message;
        }
        Matcher boundary = BOUNDARY.matcher(text).region(end, Math.min(text.length(), end + SEARCH_LENGTH));
        if (!boundary.find() || text.substring(0, boundary.start()).contains(boundary.group(1))) {
            return message;
        }
        // A transfer encoding of the whole is removed too, because each part has its own.
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 200);
        StringBuilder headers = new StringBuilder();
        boolean skipping = false;
        for (String line : text.substring(0, end).split("\n", -1)) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            skipping = folded
                    ? skipping
                    : line.toLowerCase(Locale.ROOT).matches("(content-type|content-transfer-encoding)\\s*:.*");
            if (!skipping) {
                headers.append(line).append('\n');
            }
        }
        headers.append("Content-Type: multipart/mixed; boundary=\"")
                .append(boundary.group(1).replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n");
        out.writeBytes(headers.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(text.substring(end + 1).getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }
}
