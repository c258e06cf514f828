package heed.engine.internal.evaluation;

import heed.engine.definition.Automation;
import heed.filters.reading.FieldsOf;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A hash of the field values on which an automation's decision and effects depend. A stored plan applies to a prospect
 * only while this hash is unchanged. Not thread-safe.
 */
public final class ProspectFingerprint {
    private static final int HASH_BYTES = 16;

    private final List<Field> fields;
    private final MessageDigest digest = Sha256.newDigest();

    public ProspectFingerprint(Automation automation) {
        Set<Field> inputFields = new HashSet<>(FieldsOf.criterion(automation.criteria()));
        automation.steps().forEach(step -> inputFields.addAll(step.action().inputFields()));
        fields = inputFields.stream()
                .sorted(Comparator.comparingInt(Field::slot))
                .toList();
    }

    /**
     * Returns the fingerprint of a prospect. Each value is preceded by its field's name and its length, so that
     * different values never yield the same input to the hash.
     */
    public String of(Prospect prospect) {
        for (Field field : fields) {
            byte[] text = prospect.value(field).map(Value::text).orElse("").getBytes(StandardCharsets.UTF_8);
            digest.update((field.apiName() + ":" + text.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(text);
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    }
}
