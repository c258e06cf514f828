package heed.cli.bounces;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.World;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Shows what messages say. */
@Command(
        name = "read",
        description = "Show what messages that came back say, of whom, what decided it, and what can be done. Changes"
                + " nothing.")
public final class BouncesReadCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Messages, one in each file.")
    private List<Path> files = List.of();

    public BouncesReadCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        Map<Path, List<BounceVerdict>> read = new LinkedHashMap<>();
        files.forEach(file -> read.put(file, MailFiles.verdicts(file)));
        if (common().json()) {
            console().json(json -> write(json, read));
        } else {
            read.forEach(this::print);
        }
        return Exit.DONE;
    }

    private void print(Path file, List<BounceVerdict> verdicts) {
        console().line(file + ":");
        for (BounceVerdict verdict : verdicts) {
            console()
                    .line("  "
                            + verdict.recipient().orElse("nobody named") + ": "
                            + verdict.kind().label()
                            + verdict.diagnosis()
                                    .map(why -> ", " + why.kind().label() + ", "
                                            + why.reason().label())
                                    .orElse(""));
            verdict.originalRecipient().ifPresent(address -> console().line("    originally to " + address));
            verdict.diagnosis().ifPresent(why -> {
                console().line("    decided by " + why.evidence().label() + ": " + why.ruleId());
                console().line("    " + why.reason().advice());
            });
            String codes = verdict.report()
                            .status()
                            .map(EnhancedStatusCode::toString)
                            .orElse("")
                    + verdict.report().replyCode().map(code -> " reply " + code).orElse("");
            if (!codes.isBlank()) {
                console().line("    " + ("status " + codes).replace("status  reply", "reply"));
            }
            verdict.report().remoteMta().ifPresent(name -> console().line("    said by " + name));
            verdict.report().reportingMta().ifPresent(name -> console().line("    reported by " + name));
            verdict.trace().messageId().ifPresent(id -> console().line("    about " + id));
            if (!verdict.report().text().isEmpty()) {
                console().line("    \"" + verdict.report().text() + "\"");
            }
        }
    }

    private static void write(JsonGenerator json, Map<Path, List<BounceVerdict>> read) {
        json.writeStartObject();
        json.writeArrayPropertyStart("messages");
        read.forEach((file, verdicts) -> {
            json.writeStartObject();
            json.writeStringProperty("file", file.toString());
            json.writeArrayPropertyStart("verdicts");
            verdicts.forEach(verdict -> write(json, verdict));
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, BounceVerdict verdict) {
        json.writeStartObject();
        json.writeStringProperty("kind", verdict.kind().label());
        Json.text(json, "recipient", verdict.recipient());
        Json.text(json, "originalRecipient", verdict.originalRecipient());
        Json.text(json, "reason", verdict.diagnosis().map(why -> why.reason().label()));
        Json.text(
                json,
                "group",
                verdict.diagnosis().map(why -> why.reason().group().label()));
        Json.text(json, "bounce", verdict.diagnosis().map(why -> why.kind().label()));
        Json.text(
                json, "evidence", verdict.diagnosis().map(why -> why.evidence().label()));
        Json.text(json, "rule", verdict.diagnosis().map(Diagnosis::ruleId));
        Json.text(json, "advice", verdict.diagnosis().map(why -> why.reason().advice()));
        Json.text(json, "status", verdict.report().status().map(EnhancedStatusCode::toString));
        Json.text(json, "reply", verdict.report().replyCode().map(code -> Integer.toString(code)));
        Json.text(json, "reportingMta", verdict.report().reportingMta());
        Json.text(json, "remoteMta", verdict.report().remoteMta());
        json.writeStringProperty("text", verdict.report().text());
        Json.text(json, "messageId", verdict.trace().messageId());
        json.writeStringProperty("classifier", verdict.classifier());
        json.writeEndObject();
    }
}
