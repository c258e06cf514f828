package heed.engine.internal.plan;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.internal.plan.PlanFormat.PlanHeader;
import heed.engine.internal.plan.PlanFormat.PlanItem;
import heed.engine.internal.plan.PlanFormat.PlanLine;
import heed.engine.internal.plan.PlanFormat.PlanTrailer;
import heed.engine.run.PlanFileException;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.Effect;
import heed.model.run.Effect.EmailSend;
import heed.model.run.Effect.FieldChange;
import heed.model.run.EvaluationTime;
import heed.model.run.PlannedEffects;
import heed.model.run.PlannedEffects.PlannedEffect;
import heed.model.text.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads a plan file once, from beginning to end, and rejects a file that is not exactly as it was written. The checksum
 * is checked at the end only: until {@link #next()} has returned empty, callers must be able to roll back what they do
 * with the lines. Not thread-safe.
 */
public final class PlanReader implements AutoCloseable {
    private static final int MAX_LINE_LENGTH = 16 << 20;
    private static final byte[] PROSPECT_PREFIX = "{\"prospect\":".getBytes(StandardCharsets.UTF_8);

    private final Path file;
    private final FieldCatalog fields;
    private final List<String> actions;
    private final Set<String> messageActions;
    private final InputStream in;
    private final MessageDigest digest = Sha256.newDigest();
    private final EvaluationTime evaluationTime;
    private long lineNumber;
    private ProspectId lastProspect = ProspectId.START;
    private long prospectCount;
    private @Nullable PlanTrailer trailer;

    /**
     * Opens a plan file and checks its header.
     *
     * @param expected the header of a plan of the same definition for the same account; its evaluation time is not
     *     compared
     * @param fields the fields of the account
     * @param automation the automation of the plan
     * @throws PlanFileException if the file cannot be read or is no plan
     * @throws RunRefusedException if the plan was made for another store, account, automation or definition
     */
    public PlanReader(Path file, PlanHeader expected, FieldCatalog fields, Automation automation) {
        this.file = file;
        this.fields = fields;
        this.actions = automation.steps().stream().map(ActionStep::id).toList();
        this.messageActions = automation.steps().stream()
                .filter(step -> step.action() instanceof MessageAction)
                .map(ActionStep::id)
                .collect(Collectors.toSet());
        this.in = open(file);
        try {
            PlanHeader header =
                    read(addToDigest(readLine().orElseThrow(() -> unusable("it is empty"))), PlanHeader.class);
            if (header.plan() != PlanFormat.FORMAT) {
                throw unusable("it has format " + header.plan() + "; the supported format is " + PlanFormat.FORMAT);
            }
            requireSame("store", expected.store(), header.store());
            requireSame("account", expected.account(), header.account());
            requireSame("automation", expected.automation(), header.automation());
            requireSame("definition", expected.definition(), header.definition());
            this.evaluationTime = new EvaluationTime(Instant.parse(header.decidedAt()), ZoneId.of(header.zone()));
        } catch (DateTimeException | NullPointerException e) {
            close();
            throw new PlanFileException(file, 1, "it is damaged: the header is wrong");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static InputStream open(Path file) {
        try {
            return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        } catch (IOException e) {
            throw new PlanFileException(file, "it cannot be read", e);
        }
    }

    private static void requireSame(String subject, String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new RunRefusedException(new RunRefusal.ForeignPlan(subject));
        }
    }

    /** Returns the evaluation time of the plan. */
    public EvaluationTime evaluationTime() {
        return evaluationTime;
    }

    /**
     * Returns the checksum, by which the store knows the plans that it has made.
     *
     * @throws IllegalStateException before {@link #next()} has returned empty
     */
    public String checksum() {
        if (trailer == null) {
            throw new IllegalStateException("the end of the plan is not read yet");
        }
        return trailer.sha256();
    }

    /** Returns how many prospects have been read; the plan's total once {@link #next()} has returned empty. */
    public long affected() {
        return prospectCount;
    }

    /**
     * Returns the planned effects of the next prospect by key; empty at the end of a complete and undamaged plan.
     *
     * @throws PlanFileException if the plan is damaged or incomplete
     */
    public Optional<PlannedEffects> next() {
        if (trailer != null) {
            return Optional.empty();
        }
        byte[] json = readLine().orElseThrow(() -> unusable("its end is missing"));
        if (json.length >= PROSPECT_PREFIX.length && isProspectLine(json)) {
            return Optional.of(toPlannedEffects(read(addToDigest(json), PlanLine.class)));
        }
        String checksum = Sha256.hex(digest);
        trailer = read(json, PlanTrailer.class);
        if (!checksum.equals(trailer.sha256()) || trailer.affected() != prospectCount) {
            throw unusable("it is not as it was written");
        }
        if (readLine().isPresent()) {
            throw unusable("something follows its end");
        }
        return Optional.empty();
    }

    private static boolean isProspectLine(byte[] json) {
        return Arrays.equals(json, 0, PROSPECT_PREFIX.length, PROSPECT_PREFIX, 0, PROSPECT_PREFIX.length);
    }

    private PlannedEffects toPlannedEffects(PlanLine line) {
        ProspectId prospect = new ProspectId(line.prospect());
        if (prospect.compareTo(lastProspect) <= 0) {
            throw unusable("prospects are not in order");
        }
        lastProspect = prospect;
        prospectCount++;
        try {
            List<PlannedEffect> effects = new ArrayList<>();
            Map<String, String> failures = new HashMap<>();
            int lastIndex = 0;
            for (PlanItem item : line.effects()) {
                int index = actions.indexOf(item.action());
                if (index < lastIndex) {
                    throw unusable("an action is unknown or out of order");
                }
                lastIndex = index;
                String failure = item.failure();
                if (failure == null) {
                    effects.add(new PlannedEffect(item.action(), toEffect(prospect, item)));
                } else if (item.field() != null || item.from() != null || item.to() != null) {
                    throw unusable("an effect is wrong");
                } else {
                    failures.put(item.action(), failure);
                }
            }
            return new PlannedEffects(prospect, line.fingerprint(), effects, failures);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unusable("an effect is wrong");
        }
    }

    private Effect toEffect(ProspectId prospect, PlanItem item) {
        String name = item.field();
        if (name == null) {
            return toEmailSend(prospect, item);
        }
        Field field = fields.find(name)
                .filter(found -> found.apiName().equals(name) && found.settable())
                .orElseThrow(() -> unusable("a field is unknown or cannot be set"));
        return new FieldChange(prospect, field, parseValue(field, item.from()), parseValue(field, item.to()));
    }

    private EmailSend toEmailSend(ProspectId prospect, PlanItem item) {
        Optional<EmailAddress> address = Optional.ofNullable(item.to()).map(EmailAddress::new);
        if (!messageActions.contains(item.action()) || item.from() != null) {
            throw unusable("an effect is wrong");
        }
        return new EmailSend(prospect, address);
    }

    private Optional<Value> parseValue(Field field, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Value> value = ValueReader.read(
                field, text, ZoneOffset.UTC); // the zone is not used: a date-time in a plan has an offset
        if (!value.map(Value::text).equals(Optional.of(text))) {
            throw unusable("a value is not as it was written");
        }
        return value;
    }

    private <T> T read(byte[] json, Class<T> type) {
        try {
            T value = PlanFormat.JSON.readValue(json, type);
            if (value == null) {
                throw unusable("the line is empty");
            }
            return value;
        } catch (JacksonException e) {
            throw unusable("the line does not belong in a plan");
        }
    }

    private byte[] addToDigest(byte[] json) {
        digest.update(json);
        digest.update((byte) '\n');
        return json;
    }

    /** Reads the next line, without its line feed; empty at the end of the file. */
    private Optional<byte[]> readLine() {
        lineNumber++;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            int next;
            while ((next = in.read()) != '\n') {
                if (next < 0) {
                    if (bytes.size() > 0) {
                        throw unusable("its end is missing");
                    }
                    return Optional.empty();
                }
                if (bytes.size() == MAX_LINE_LENGTH) {
                    throw unusable("the line is too long");
                }
                bytes.write(next);
            }
            return Optional.of(bytes.toByteArray());
        } catch (IOException e) {
            throw new PlanFileException(file, "it cannot be read", e);
        }
    }

    /** Returns an exception that names the last line read and its problem. */
    public PlanFileException unusable(String problem) {
        return new PlanFileException(file, lineNumber, "the plan cannot be used: " + problem);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new PlanFileException(file, "it cannot be read", e);
        }
    }
}
