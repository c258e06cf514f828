package heed.mail.template;

import com.github.jknack.handlebars.EscapingStrategy;
import heed.mail.HeaderText;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A place in a template that is filled with a value for each recipient. Immutable.
 *
 * @param field the field whose value is shown; empty for the unsubscribe link
 * @param fallback the text that is shown where the field is empty; if there is none, nothing is shown
 */
record Placeholder(Optional<Field> field, Optional<String> fallback, Escaping escaping) {

    /** The ways to escape a value, one for each kind of position. */
    enum Escaping {
        /** In the subject: on one line. */
        HEADER,
        /** In plain text: unchanged. */
        TEXT,
        /** In HTML text or in a quoted attribute's value. */
        HTML,
        /** In a link, behind its start: percent-encoded. */
        URL_PART
    }

    /** Returns whether nothing would be shown to the prospect, because the field is empty. */
    boolean isMissingFor(Prospect prospect) {
        return fallback.isEmpty()
                && field.filter(shown -> prospect.value(shown).isEmpty()).isPresent();
    }

    /** Returns the escaped value for a prospect. */
    String fill(Prospect prospect, Optional<URI> unsubscribe) {
        String value = field.map(
                        shown -> prospect.value(shown).map(Value::display).or(() -> fallback))
                .orElseGet(() -> unsubscribe.map(URI::toString))
                .orElse("");
        return switch (escaping) {
            case HEADER -> HeaderText.toSingleLine(value);
            case TEXT -> value;
            case HTML -> EscapingStrategy.HTML_ENTITY.escape(value).toString();
            case URL_PART -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        };
    }
}
