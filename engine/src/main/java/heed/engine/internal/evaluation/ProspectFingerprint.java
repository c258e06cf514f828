package heed.engine.internal.evaluation;

import heed.engine.definition.Automation;
import heed.filters.reading.FieldsOf;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Tells whether what an automation's decision and effects rest on is what it was: a hash of those fields' values. */
public final class ProspectFingerprint {
    private static final int HASH_BYTES = 16;

    private final List<Field> fields;
    private final MessageDigest digest = sha256();

    public ProspectFingerprint(Automation automation) {
        Set<Field> inputFields = new HashSet<>(FieldsOf.criterion(automation.criteria()));
        automation.steps().forEach(step -> inputFields.addAll(step.action().inputFields()));
        fields = inputFields.stream()
                .sorted(Comparator.comparingInt(Field::slot))
                .toList();
    }

    /** Each value is told apart from its neighbours by its length, and an empty field from every text. */
    public String of(Prospect prospect) {
        for (Field field : fields) {
            byte[] text = prospect.value(field).map(Value::text).orElse("").getBytes(StandardCharsets.UTF_8);
            digest.update((field.apiName() + ":" + text.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(text);
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
