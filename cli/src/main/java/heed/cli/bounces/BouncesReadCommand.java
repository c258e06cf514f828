package heed.cli.bounces;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
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

    public BouncesReadCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Map<Path, List<BounceVerdict>> read = new LinkedHashMap<>();
        files.forEach(file -> read.put(file, MessageFiles.readVerdicts(file)));
        if (globalOptions().json()) {
            console().writeJson(json -> write(json, read));
        } else {
            read.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(Path file, List<BounceVerdict> verdicts) {
        console().printLine(file + ":");
        for (BounceVerdict verdict : verdicts) {
            console()
                    .printLine("  "
                            + verdict.recipient().orElse("nobody named") + ": "
                            + verdict.kind().label()
                            + verdict.diagnosis()
                                    .map(diagnosis -> ", " + diagnosis.kind().label() + ", "
                                            + diagnosis.reason().label())
                                    .orElse(""));
            verdict.originalRecipient().ifPresent(address -> console().printLine("    originally to " + address));
            verdict.diagnosis().ifPresent(diagnosis -> {
                console().printLine("    decided by " + diagnosis.evidence().label() + ": " + diagnosis.ruleId());
                console().printLine("    " + diagnosis.reason().advice());
            });
            String codes = verdict.report()
                            .status()
                            .map(EnhancedStatusCode::toString)
                            .orElse("")
                    + verdict.report().replyCode().map(code -> " reply " + code).orElse("");
            if (!codes.isBlank()) {
                console().printLine("    " + ("status " + codes).replace("status  reply", "reply"));
            }
            verdict.report().remoteMta().ifPresent(name -> console().printLine("    said by " + name));
            verdict.report().reportingMta().ifPresent(name -> console().printLine("    reported by " + name));
            verdict.trace().messageId().ifPresent(id -> console().printLine("    about " + id));
            if (!verdict.report().text().isEmpty()) {
                console().printLine("    \"" + verdict.report().text() + "\"");
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
        JsonOutput.writeText(json, "recipient", verdict.recipient());
        JsonOutput.writeText(json, "originalRecipient", verdict.originalRecipient());
        JsonOutput.writeText(
                json,
                "reason",
                verdict.diagnosis().map(diagnosis -> diagnosis.reason().label()));
        JsonOutput.writeText(
                json,
                "group",
                verdict.diagnosis().map(diagnosis -> diagnosis.reason().group().label()));
        JsonOutput.writeText(
                json,
                "bounce",
                verdict.diagnosis().map(diagnosis -> diagnosis.kind().label()));
        JsonOutput.writeText(
                json,
                "evidence",
                verdict.diagnosis().map(diagnosis -> diagnosis.evidence().label()));
        JsonOutput.writeText(json, "rule", verdict.diagnosis().map(Diagnosis::ruleId));
        JsonOutput.writeText(
                json,
                "advice",
                verdict.diagnosis().map(diagnosis -> diagnosis.reason().advice()));
        JsonOutput.writeText(json, "status", verdict.report().status().map(EnhancedStatusCode::toString));
        JsonOutput.writeText(json, "reply", verdict.report().replyCode().map(code -> Integer.toString(code)));
        JsonOutput.writeText(json, "reportingMta", verdict.report().reportingMta());
        JsonOutput.writeText(json, "remoteMta", verdict.report().remoteMta());
        json.writeStringProperty("text", verdict.report().text());
        JsonOutput.writeText(json, "messageId", verdict.trace().messageId());
        json.writeStringProperty("classifier", verdict.classifier());
        json.writeEndObject();
    }
}
