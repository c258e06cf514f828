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
 * A place in a template that is filled for each recipient.
 *
 * @param field whose value it shows; empty for the unsubscribe link
 * @param fallback what it shows where the field is empty
 */
record Placeholder(Optional<Field> field, Optional<String> fallback, Escaping escaping) {

    /** Where it stands, and so how what fills it is escaped. */
    enum Escaping {
        HEADER,
        TEXT,
        /** In HTML text or a quoted attribute's value. */
        HTML,
        /** Within a link, after its beginning. */
        URL_PART
    }

    boolean isMissingFor(Prospect prospect) {
        return fallback.isEmpty()
                && field.filter(shown -> prospect.value(shown).isEmpty()).isPresent();
    }

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
