package heed.engine.internal.plan;

import heed.engine.definition.AutomationSource;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.evaluation.ProspectFingerprint;
import heed.engine.internal.plan.PlanFormat.PlanItem;
import heed.engine.internal.plan.PlanFormat.PlanLine;
import heed.engine.internal.plan.PlanFormat.PlanTrailer;
import heed.engine.preview.RunPreview;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.Effect.EmailSend;
import heed.model.run.Effect.FieldChange;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.system.PrivateFile;
import heed.model.text.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes a plan file during a preview. Lines go to a temporary file next to it, which replaces the plan file when the
 * plan is complete; without {@link #finish}, closing the writer leaves the plan file as it was. Not thread-safe.
 */
public final class PlanWriter implements AutoCloseable {
    private final Path file;
    private final AccountStore store;
    private final Path temporaryFile;
    private final OutputStream out;
    private final MessageDigest digest = Sha256.newDigest();
    private final ProspectFingerprint fingerprint;

    /** Starts a plan of the definition for the account, and writes its header. */
    public PlanWriter(Path file, AccountStore store, AutomationSource source, EvaluationTime evaluationTime)
            throws IOException {
        this.file = file;
        this.store = store;
        this.fingerprint = new ProspectFingerprint(source.automation());
        Path name = file.getFileName();
        this.temporaryFile =
                file.resolveSibling("." + (name == null ? file : name) + "." + UUID.randomUUID() + ".part");
        temporaryFile.toFile().deleteOnExit(); // close() does not run if the process is asked to end
        this.out = new BufferedOutputStream(PrivateFile.create(temporaryFile), 1 << 16);
        write(PlanFormat.createHeader(store, source, evaluationTime));
    }

    /**
     * Writes the lines of a page of prospects.
     *
     * @param plannedSteps the steps of the next prospects by key, ordered as by {@link ActionPlanner#planSteps}
     * @throws UncheckedIOException if the file cannot be written
     */
    public void add(List<PlannedStep> plannedSteps) {
        Map<ProspectId, PlanLine> lines = new LinkedHashMap<>();
        for (PlannedStep plannedStep : plannedSteps) {
            PlanLine line = lines.computeIfAbsent(
                    plannedStep.prospect().key(),
                    key -> new PlanLine(key.value(), fingerprint.of(plannedStep.prospect()), new ArrayList<>()));
            plannedStep
                    .effects()
                    .forEach(
                            effect -> line.effects().add(item(plannedStep.step().id(), effect)));
            plannedStep
                    .failure()
                    .ifPresent(failure ->
                            line.effects().add(new PlanItem(plannedStep.step().id(), null, null, null, failure)));
        }
        lines.values().forEach(this::write);
    }

    private static PlanItem item(String action, Effect effect) {
        if (effect instanceof FieldChange change) {
            return new PlanItem(
                    action,
                    change.field().apiName(),
                    change.from().map(Value::text).orElse(null),
                    change.to().map(Value::text).orElse(null),
                    null);
        }
        return new PlanItem(
                action,
                null,
                null,
                ((EmailSend) effect).address().map(EmailAddress::value).orElse(null),
                null);
    }

    /** Writes the trailer, records the plan in the store, and moves the complete file to its place. */
    public void finish(RunPreview preview, Instant now) throws IOException {
        String checksum = Sha256.hex(digest);
        write(new PlanTrailer(preview.affected(), preview.ignored(), checksum));
        out.close();
        boolean unused = store.write(work -> work.recordPlan(checksum, now));
        PrivateFile.replace(temporaryFile, file);
    }

    private void write(Object line) {
        try {
            byte[] json = PlanFormat.JSON.writeValueAsBytes(line);
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
        Files.deleteIfExists(temporaryFile);
    }
}
