package heed.filters;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Generates prospects from a seed as a store may return them: with a unique Id, a canonical address that is often
 * shared or missing, and a Created that is always set. Every other field is empty in one of four prospects.
 */
public final class RandomProspects {
    private final Random random;
    private final FieldCatalog fields;
    private final RandomValues values;

    public RandomProspects(Random random, FieldCatalog fields) {
        this.random = random;
        this.fields = fields;
        this.values = new RandomValues(random);
    }

    /** Generates prospects with keys from 1. */
    public List<Prospect> list(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(key -> next(new ProspectId(key)))
                .toList();
    }

    public Prospect next(ProspectId key) {
        @Nullable Value[] fieldValues = new Value[fields.size()];
        for (Field field : fields.all()) {
            if (random.nextInt(4) > 0 || field.slot() == StandardFields.CREATED.slot()) {
                fieldValues[field.slot()] = values.fieldValue(field);
            }
        }
        fieldValues[StandardFields.ID.slot()] = Value.Text.of(values.pick(List.of("H", "a_", "Ünïq%")) + key);
        return new Prospect(key, fieldValues);
    }
}
