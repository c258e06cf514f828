package heed.engine;

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
final class Fingerprint {
    private static final int BYTES = 16;

    private final List<Field> fields;
    private final MessageDigest digest = sha256();

    Fingerprint(Automation automation) {
        Set<Field> read = new HashSet<>(FieldsOf.criterion(automation.who()));
        automation.steps().forEach(step -> read.addAll(step.action().reads()));
        fields = read.stream().sorted(Comparator.comparingInt(Field::slot)).toList();
    }

    /** Each value is told apart from its neighbours by its length, and an empty field from every text. */
    String of(Prospect prospect) {
        for (Field field : fields) {
            byte[] text = prospect.value(field).map(Value::text).orElse("").getBytes(StandardCharsets.UTF_8);
            digest.update((field.apiName() + ":" + text.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(text);
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
