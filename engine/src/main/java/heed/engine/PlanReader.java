package heed.engine;

import heed.actions.Mailing;
import heed.engine.PlanLines.Header;
import heed.engine.PlanLines.Item;
import heed.engine.PlanLines.Line;
import heed.engine.PlanLines.Trailer;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Reads a plan file once, from beginning to end, and takes nothing that is not as it was written. Whoever does anything with
 * what it gives must be able to take it back until {@link #next()} has been empty: only then is the checksum known to hold.
 */
final class PlanReader implements AutoCloseable {
    private static final int LONGEST_LINE = 16 << 20;
    private static final byte[] PROSPECT = "{\"prospect\":".getBytes(StandardCharsets.UTF_8);

    private final Path file;
    private final FieldCatalog fields;
    private final List<String> actions;
    private final Set<String> mailings;
    private final InputStream in;
    private final MessageDigest digest = Fingerprint.sha256();
    private final EvaluationTime moment;
    private long line;
    private ProspectId last = ProspectId.START;
    private long prospects;
    private @Nullable Trailer trailer;

    /**
     * @param here the header of a plan that would be made of the same now, at whatever moment
     * @throws PlanFileException if it is no plan
     * @throws RefusedException if it was made of something else
     */
    PlanReader(Path file, Header here, FieldCatalog fields, Automation automation) {
        this.file = file;
        this.fields = fields;
        this.actions = automation.steps().stream().map(ActionStep::id).toList();
        this.mailings = automation.steps().stream()
                .filter(step -> step.action() instanceof Mailing)
                .map(ActionStep::id)
                .collect(Collectors.toSet());
        this.in = open(file);
        try {
            Header header = read(digested(line().orElseThrow(() -> damaged("it is empty"))), Header.class);
            if (header.plan() != PlanLines.FORMAT) {
                throw damaged("it has the format " + header.plan() + ", and " + PlanLines.FORMAT + " is known");
            }
            require("store", here.store(), header.store());
            require("account", here.account(), header.account());
            require("automation", here.automation(), header.automation());
            require("definition", here.definition(), header.definition());
            this.moment = new EvaluationTime(Instant.parse(header.decidedAt()), ZoneId.of(header.zone()));
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

    private static void require(String what, String here, String planned) {
        if (!here.equals(planned)) {
            throw new RefusedException(new Refusal.ForeignPlan(what));
        }
    }

    /** When its effects were decided. */
    EvaluationTime moment() {
        return moment;
    }

    /** How many prospects it has effects on; known once {@link #next()} has been empty. */
    long affected() {
        return prospects;
    }

    /** What is planned for the next prospect, by key; empty at the end of a plan that is whole. */
    Optional<PlannedEffects> next() {
        if (trailer != null) {
            return Optional.empty();
        }
        byte[] json = line().orElseThrow(() -> damaged("its end is missing"));
        if (json.length >= PROSPECT.length && startsAsProspect(json)) {
            return Optional.of(planned(read(digested(json), Line.class)));
        }
        String sum = HexFormat.of().formatHex(digest.digest());
        trailer = read(json, Trailer.class);
        if (!sum.equals(trailer.sha256()) || trailer.affected() != prospects) {
            throw damaged("it is not as it was written");
        }
        if (line().isPresent()) {
            throw damaged("something follows its end");
        }
        return Optional.empty();
    }

    private static boolean startsAsProspect(byte[] json) {
        return Arrays.equals(json, 0, PROSPECT.length, PROSPECT, 0, PROSPECT.length);
    }

    private PlannedEffects planned(Line planned) {
        ProspectId prospect = new ProspectId(planned.prospect());
        if (prospect.compareTo(last) <= 0) {
            throw damaged("prospects are not in order");
        }
        last = prospect;
        prospects++;
        try {
            List<PlannedEffect> effects = new ArrayList<>();
            Map<String, String> failures = new HashMap<>();
            int earlier = 0;
            for (Item item : planned.effects()) {
                int place = actions.indexOf(item.action());
                if (place < earlier) {
                    throw damaged("an action is unknown or out of order");
                }
                earlier = place;
                String failure = item.failure();
                if (failure == null) {
                    effects.add(new PlannedEffect(item.action(), effect(prospect, item)));
                } else if (item.field() != null || item.from() != null || item.to() != null) {
                    throw damaged("an effect is wrong");
                } else {
                    failures.put(item.action(), failure);
                }
            }
            return new PlannedEffects(prospect, planned.fingerprint(), effects, failures);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw damaged("an effect is wrong");
        }
    }

    private Effect effect(ProspectId prospect, Item item) {
        String name = item.field();
        if (name == null) {
            return message(prospect, item);
        }
        Field field = fields.find(name)
                .filter(found -> found.apiName().equals(name) && found.settable())
                .orElseThrow(() -> damaged("a field is unknown or cannot be set"));
        return new FieldChange(prospect, field, value(field, item.from()), value(field, item.to()));
    }

    private EmailSend message(ProspectId prospect, Item item) {
        Optional<EmailAddress> address = Optional.ofNullable(item.to()).map(EmailAddress::new);
        if (!mailings.contains(item.action()) || item.from() != null) {
            throw damaged("an effect is wrong");
        }
        return new EmailSend(prospect, address);
    }

    private Optional<Value> value(Field field, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Value> value = ValueReader.read(field, text, ZoneOffset.UTC); // a written date-time names its offset
        if (!value.map(Value::text).equals(Optional.of(text))) {
            throw damaged("a value is not as it was written");
        }
        return value;
    }

    private <T> T read(byte[] json, Class<T> type) {
        try {
            T value = PlanLines.JSON.readValue(json, type);
            if (value == null) {
                throw damaged("the line says nothing");
            }
            return value;
        } catch (JacksonException e) {
            throw damaged("the line is no part of a plan");
        }
    }

    private byte[] digested(byte[] json) {
        digest.update(json);
        digest.update((byte) '\n');
        return json;
    }

    /** The next line, without its end; empty at the end of the file. */
    private Optional<byte[]> line() {
        line++;
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            int next;
            while ((next = in.read()) != '\n') {
                if (next < 0) {
                    if (bytes.size() > 0) {
                        throw damaged("its end is missing");
                    }
                    return Optional.empty();
                }
                if (bytes.size() == LONGEST_LINE) {
                    throw damaged("the line is too long");
                }
                bytes.write(next);
            }
            return Optional.of(bytes.toByteArray());
        } catch (IOException e) {
            throw new PlanFileException(file, "it cannot be read", e);
        }
    }

    /** Says of the line that was read last what is wrong with it. */
    PlanFileException damaged(String what) {
        return new PlanFileException(file, line, "the plan cannot be used: " + what);
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
