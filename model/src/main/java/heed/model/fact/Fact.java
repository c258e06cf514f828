package heed.model.fact;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ProspectId;
import java.util.Optional;

/**
 * One thing that was asserted of a prospect. Facts are appended and never changed or deleted: they are the truth for
 * history, undo and sync. A flag's assertion is a fact also when it repeats the present value.
 *
 * @param sequence ascending in the order of assertion
 * @param field empty for the creation of the prospect, which is one fact
 * @param from {@link Value#text()} before; empty where there was no value
 * @param to {@link Value#text()} after; empty where it was cleared
 */
public record Fact(
        long sequence,
        ProspectId prospect,
        Optional<Field> field,
        Optional<String> from,
        Optional<String> to,
        Provenance provenance) {}
