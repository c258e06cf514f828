package heed.mail.template;

import heed.model.field.Field;
import heed.model.prospect.Prospect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the prospects for whom a field of a template is empty and has no fallback, for a preview. Not thread-safe. */
public final class MissingFieldCounter {
    private final MessageTemplate template;
    private final Map<Field, Long> counts = new TreeMap<>(Comparator.comparingInt(Field::slot));
    private long prospects;

    public MissingFieldCounter(MessageTemplate template) {
        this.template = template;
    }

    /** Counts the missing fields of one prospect. */
    public void add(Prospect prospect) {
        prospects++;
        template.missingFields(prospect).forEach(field -> counts.merge(field, 1L, Long::sum));
    }

    /** Returns the number of prospects for each field that at least one misses, in the order of the fields' slots. */
    public Map<Field, Long> counts() {
        return counts;
    }

    /** Returns a warning for each field that at least one prospect misses. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        counts.forEach((field, missing) -> warnings.add(
                field.label() + " is empty for " + missing + " of " + prospects + ", and has no fallback"));
        return warnings;
    }
}
