package heed.mail.template;

import heed.model.prospect.Prospect;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One part of a template, read.
 *
 * @param texts one more than placeholders: before, between and after them
 */
record TemplatePart(List<String> texts, List<Placeholder> placeholders) {
    static final TemplatePart EMPTY = new TemplatePart(List.of(""), List.of());

    String fill(Prospect prospect, Optional<URI> unsubscribe) {
        StringBuilder filled = new StringBuilder(texts.get(0));
        for (int i = 0; i < placeholders.size(); i++) {
            filled.append(placeholders.get(i).fill(prospect, unsubscribe)).append(texts.get(i + 1));
        }
        return filled.toString();
    }
}
