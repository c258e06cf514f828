package heed.mail.template;

import heed.model.field.Field;
import heed.model.prospect.Prospect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts for how many prospects a template would leave a gap, field by field: a preview's warnings. Not thread-safe. */
public final class MissingFieldCounter {
    private final MessageTemplate template;
    private final Map<Field, Long> counts = new TreeMap<>(Comparator.comparingInt(Field::slot));
    private long prospects;

    public MissingFieldCounter(MessageTemplate template) {
        this.template = template;
    }

    public void add(Prospect prospect) {
        prospects++;
        template.missingFields(prospect).forEach(field -> counts.merge(field, 1L, Long::sum));
    }

    /** In the order of the fields' slots; without those that nobody misses. */
    public Map<Field, Long> counts() {
        return counts;
    }

    /** A warning for each field that somebody misses. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        counts.forEach((field, missing) -> warnings.add(
                field.label() + " is empty for " + missing + " of " + prospects + ", and has no fall-back"));
        return warnings;
    }
}
