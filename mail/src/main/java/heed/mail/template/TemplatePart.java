package heed.mail.template;

import heed.model.prospect.Prospect;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The subject, text or HTML of a template after reading. Immutable.
 *
 * @param texts the fixed texts before, between and after the placeholders: one more than there are placeholders
 */
record TemplatePart(List<String> texts, List<Placeholder> placeholders) {
    static final TemplatePart EMPTY = new TemplatePart(List.of(""), List.of());

    /** Returns the part with each placeholder filled for a prospect. */
    String fill(Prospect prospect, Optional<URI> unsubscribe) {
        StringBuilder filled = new StringBuilder(texts.get(0));
        for (int i = 0; i < placeholders.size(); i++) {
            filled.append(placeholders.get(i).fill(prospect, unsubscribe)).append(texts.get(i + 1));
        }
        return filled.toString();
    }
}
