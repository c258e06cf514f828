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
 * Seeded prospects as a store may hold them: an Id of their own, a canonical address or none and often shared, Created
 * always set, and every other field empty one time in four.
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

    /** With keys from 1. */
    public List<Prospect> list(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(key -> next(new ProspectId(key)))
                .toList();
    }

    public Prospect next(ProspectId key) {
        @Nullable Value[] held = new Value[fields.size()];
        for (Field field : fields.all()) {
            if (random.nextInt(4) > 0 || field.slot() == StandardFields.CREATED.slot()) {
                held[field.slot()] = values.fieldValue(field);
            }
        }
        held[StandardFields.ID.slot()] = Value.Text.of(values.pick(List.of("H", "a_", "Ünïq%")) + key);
        return new Prospect(key, held);
    }
}
