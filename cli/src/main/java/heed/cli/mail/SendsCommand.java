package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.cli.prospects.ProspectChoice;
import heed.mail.MailId;
import heed.mail.Refusal;
import heed.mail.Reply;
import heed.mail.SendCount;
import heed.mail.SendQuery;
import heed.mail.SendRecord;
import heed.mail.SendState;
import heed.model.EmailAddress;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.RunId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** Lists mails, and what became of each. */
@Command(
        name = "sends",
        description = "List mails with what became of each: sent, skipped and exactly why, retrying until when.")
public final class SendsCommand extends HeedCommand {
    private static final int MOST = 10_000;

    @Option(names = "--prospect", paramLabel = "ID|EMAIL", description = "Only mail to this prospect.")
    private @Nullable String prospect;

    @Option(names = "--run", paramLabel = "RUN", description = "Only mail of this run.")
    private @Nullable Long run;

    @Option(names = "--state", paramLabel = "STATE", description = "Only mail that stands there: sent, skipped, …")
    private @Nullable String state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many are listed (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "MAIL",
            defaultValue = "0",
            description = "Only mail after the one with this number.")
    private long after;

    public SendsCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        if (limit < 1 || limit > MOST) {
            throw Failure.invalid("limit", "--limit is from 1 to " + Plain.number(MOST));
        }
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Optional<RunId> ofRun = Optional.ofNullable(run).map(number -> Runs.known(open, number));
            SendQuery query = new SendQuery(
                    Optional.ofNullable(prospect)
                            .map(one -> open.account()
                                    .read(reading -> ProspectChoice.one(reading, one))
                                    .key()),
                    ofRun,
                    Optional.ofNullable(state).map(SendsCommand::state));
            List<SendRecord> sends = open.mail().outbox().sends(query, new MailId(after), limit);
            Map<ProspectId, String> ids = ids(open, sends);
            List<SendCount> counts =
                    prospect == null && state == null ? open.mail().outbox().counts(ofRun) : List.of();
            if (common().json()) {
                console().json(json -> write(json, counts, sends, ids));
            } else {
                print(open.account().account().zone(), counts, sends, ids);
            }
        }
        return Exit.DONE;
    }

    private static SendState state(String id) {
        return Arrays.stream(SendState.values())
                .filter(one -> one.id().equals(id.replace('-', ' ')))
                .findFirst()
                .orElseThrow(() -> Failure.invalid(
                        "state",
                        "a mail is "
                                + Arrays.stream(SendState.values())
                                        .map(one -> one.id().replace(' ', '-'))
                                        .collect(Collectors.joining(", "))));
    }

    private static Map<ProspectId, String> ids(OpenAccount open, List<SendRecord> sends) {
        List<ProspectId> keys = sends.stream()
                .flatMap(send ->
                        Stream.concat(send.prospect().stream(), send.refusal().flatMap(Refusal::other).stream()))
                .distinct()
                .toList();
        return open.account().read(reading -> reading.prospects(keys)).stream()
                .collect(Collectors.toMap(Prospect::key, Prospect::id));
    }

    private static String id(ProspectId prospect, Map<ProspectId, String> ids) {
        return Optional.ofNullable(ids.get(prospect)).orElseGet(prospect::toString);
    }

    private static String why(SendRecord send, Map<ProspectId, String> ids) {
        return send.refusal()
                .map(refusal -> refusal.text(other -> id(other, ids)))
                .or(() -> send.reply().map(Reply::line))
                .orElse(send.detail());
    }

    /** sent 2026-01-31 09:30:00: 250 OK */
    private static String became(SendRecord send, String why, ZoneId zone) {
        String state = send.state().id()
                + send.due().map(due -> ", due " + Zones.time(due, zone)).orElse("");
        String when = send.state() == SendState.SENT ? " " + Zones.time(send.changed(), zone) : "";
        return state + when + (why.isEmpty() ? "" : ": " + why);
    }

    private void write(
            JsonGenerator json, List<SendCount> counts, List<SendRecord> sends, Map<ProspectId, String> ids) {
        json.writeStartObject();
        if (!counts.isEmpty()) {
            SendCounts.write(json, counts);
        }
        json.writeArrayPropertyStart("sends");
        for (SendRecord send : sends) {
            json.writeStartObject();
            json.writeNumberProperty("mail", send.id().value());
            json.writeStringProperty("automation", send.key().automation());
            json.writeStringProperty("action", send.key().action());
            json.writeNumberProperty("entry", send.key().entry());
            json.writeStringProperty("class", send.kind().id());
            Json.text(json, "prospect", send.prospect().map(key -> id(key, ids)));
            Json.text(json, "address", send.address().map(EmailAddress::value));
            send.run().ifPresent(of -> json.writeNumberProperty("run", of.value()));
            json.writeStringProperty("state", send.state().id());
            json.writeStringProperty("why", why(send, ids));
            json.writeNumberProperty("attempts", send.attempts());
            Json.text(json, "due", send.due().map(Instant::toString));
            Json.instant(json, "changed", send.changed());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void print(ZoneId zone, List<SendCount> counts, List<SendRecord> sends, Map<ProspectId, String> ids) {
        SendCounts.print(console(), counts);
        if (sends.isEmpty()) {
            console().note("There is no such mail.");
            return;
        }
        if (!counts.isEmpty()) {
            console().line("");
        }
        Map<String, Table> byMessage = new LinkedHashMap<>();
        for (SendRecord send : sends) {
            byMessage
                    .computeIfAbsent(
                            send.key().automation() + ", " + send.key().action(),
                            message -> Table.of(">Mail", "Prospect", "Address", "What became of it"))
                    .row(
                            send.id().toString(),
                            send.prospect().map(key -> id(key, ids)).orElse(""),
                            send.address().map(EmailAddress::value).orElse(""),
                            became(send, why(send, ids), zone));
        }
        byMessage.forEach((message, table) -> {
            console().line(message);
            console().lines(table.lines());
        });
        if (sends.size() == limit) {
            console().note("");
            console().note("There may be more: --after " + sends.get(limit - 1).id());
        }
    }
}
