package heed.engine;

import heed.engine.PlanLines.Item;
import heed.engine.PlanLines.Line;
import heed.engine.PlanLines.Trailer;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.Effect.EmailSend;
import heed.model.run.Effect.FieldChange;
import heed.model.run.EvaluationTime;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a plan file as a preview goes along. The file appears whole or not at all. */
final class PlanWriter implements AutoCloseable {
    private final Path file;
    private final Path unfinished;
    private final OutputStream out;
    private final MessageDigest digest = Fingerprint.sha256();
    private final Fingerprint fingerprint;

    PlanWriter(Path file, Settings settings, AutomationSource source, EvaluationTime moment) throws IOException {
        this.file = file;
        this.fingerprint = new Fingerprint(source.automation());
        Path name = file.getFileName();
        this.unfinished = file.resolveSibling((name == null ? file : name) + ".unfinished");
        this.out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
        write(PlanLines.header(settings, source, moment));
    }

    /** @param outcomes of some prospects, the next by key, ordered as {@link Steps} does */
    void add(List<Outcome> outcomes) {
        Map<ProspectId, Line> lines = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            Line line = lines.computeIfAbsent(
                    outcome.prospect().key(),
                    key -> new Line(key.value(), fingerprint.of(outcome.prospect()), new ArrayList<>()));
            outcome.effects()
                    .forEach(effect -> line.effects().add(item(outcome.step().id(), effect)));
            outcome.failure()
                    .ifPresent(why -> line.effects().add(new Item(outcome.step().id(), null, null, null, why)));
        }
        lines.values().forEach(this::write);
    }

    private static Item item(String action, Effect effect) {
        if (effect instanceof FieldChange set) {
            return new Item(
                    action,
                    set.field().apiName(),
                    set.from().map(Value::text).orElse(null),
                    set.to().map(Value::text).orElse(null),
                    null);
        }
        return new Item(
                action,
                null,
                null,
                ((EmailSend) effect).address().map(EmailAddress::value).orElse(null),
                null);
    }

    void finish(Preview preview) throws IOException {
        write(new Trailer(preview.affected(), preview.ignored(), HexFormat.of().formatHex(digest.digest())));
        out.close();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(Object line) {
        try {
            byte[] json = PlanLines.JSON.writeValueAsBytes(line);
            digest.update(json);
            digest.update((byte) '\n');
            out.write(json);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(unfinished);
    }
}
