package heed.model.fact;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ProspectId;
import java.util.Optional;

/**
 * One assertion about a prospect. Facts are appended and never changed; history, undo and synchronization are based on
 * them. Retention can delete old facts ({@link heed.model.store.UnitOfWork#deleteFacts}), but never those of a flag or of
 * the creation of a prospect. The assertion of a flag is a fact even if it repeats the present value.
 *
 * @param sequence the position in the order of assertion, ascending
 * @param prospect the prospect
 * @param field the field; empty for the creation of the prospect, which is one fact
 * @param from {@link Value#text()} before the assertion; empty if the field had no value
 * @param to {@link Value#text()} after the assertion; empty if the field was cleared
 * @param provenance who asserted it, when and why
 */
public record Fact(
        long sequence,
        ProspectId prospect,
        Optional<Field> field,
        Optional<String> from,
        Optional<String> to,
        Provenance provenance) {}
