package heed.cli.internal.settings;

import heed.filters.json.SourceText;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides values of settings where their text is shown. A problem is shown with its line, and that line may hold a password:
 * under a name that is mistyped, in a property that takes none, or in text that is no JSON. So all values are hidden but
 * those of properties that never hold a secret. Thread-safe.
 */
final class HiddenValues {
    /** The properties that are shown; a new one is hidden until it is listed here. */
    private static final Set<String> SHOWN = Set.of(
            "from",
            "bounces",
            "publicUrl",
            "host",
            "port",
            "security",
            "folder",
            "processed",
            "maildir",
            "mbox",
            "domain",
            "selector",
            "checkCertificates",
            "timeoutSeconds");

    /** A name, a colon and a value: a text, which may not be closed, or a word or number. */
    private static final Pattern PROPERTY = Pattern.compile(
            "\"([^\"\\r\\n]*)\"(\\s*:\\s*\\[?\\s*)(\"(?:[^\"\\\\\\r\\n]|\\\\.)*|[^\"\\s{\\[\\]},][^,}\\]\\r\\n]*)");

    private static final String PLAIN_VALUE = "true|false|null|-?\\d{1,6}";
    private static final char HIDDEN = '•';

    private HiddenValues() {}

    /** Returns the text with values hidden. Each line and each column stays where it is. */
    static SourceText in(SourceText settings) {
        StringBuilder text = new StringBuilder(settings.text());
        Matcher property = PROPERTY.matcher(settings.text());
        while (property.find()) {
            if (!SHOWN.contains(property.group(1)) && !property.group(3).strip().matches(PLAIN_VALUE)) {
                int start = property.start(3) + (property.group(3).startsWith("\"") ? 1 : 0);
                for (int i = start; i < property.end(3); i++) {
                    text.setCharAt(i, HIDDEN);
                }
            }
        }
        return new SourceText(settings.name(), text.toString());
    }
}
