package heed.mail;

import com.github.jknack.handlebars.EscapingStrategy;
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
record Placeholder(Optional<Field> field, Optional<String> fallback, Place place) {

    /** Where it stands, and so how what fills it is escaped. */
    enum Place {
        HEADER,
        TEXT,
        /** In HTML text or a quoted attribute's value. */
        HTML,
        /** Within a link, after its beginning. */
        URL_PART
    }

    boolean missing(Prospect prospect) {
        return fallback.isEmpty()
                && field.filter(one -> prospect.value(one).isEmpty()).isPresent();
    }

    String fill(Prospect prospect, Optional<URI> unsubscribe) {
        String value = field.map(one -> prospect.value(one).map(Value::display).or(() -> fallback))
                .orElseGet(() -> unsubscribe.map(URI::toString))
                .orElse("");
        return switch (place) {
            case HEADER -> HeaderText.oneLine(value);
            case TEXT -> value;
            case HTML -> EscapingStrategy.HTML_ENTITY.escape(value).toString();
            case URL_PART -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        };
    }
}
