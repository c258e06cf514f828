package heed.cli.bounces;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how messages that came back are classified. */
@Command(
        name = "read",
        description = {
            "Show how messages that came back are classified. Changes nothing.",
            "Shows the recipient, the kind, the reason, its evidence, and advice."
        })
public final class BouncesReadCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files that contain one message each.")
    private List<Path> files = List.of();

    public BouncesReadCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Map<Path, List<BounceVerdict>> verdicts = new LinkedHashMap<>();
        files.forEach(file -> verdicts.put(file, MessageFiles.readVerdicts(file)));
        if (globalOptions().json()) {
            console()
                    .writeJson(new MessagesAnswer(verdicts.entrySet().stream()
                            .map(entry -> new MessageAnswer(
                                    entry.getKey().toString(),
                                    entry.getValue().stream()
                                            .map(VerdictAnswer::of)
                                            .toList()))
                            .toList()));
        } else {
            verdicts.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(Path file, List<BounceVerdict> verdicts) {
        console().printLine(file + ":");
        for (BounceVerdict verdict : verdicts) {
            console()
                    .printLine("  "
                            + verdict.recipient().orElse("no recipient named") + ": "
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
            verdict.report().remoteMta().ifPresent(name -> console().printLine("    answered by " + name));
            verdict.report().reportingMta().ifPresent(name -> console().printLine("    reported by " + name));
            verdict.trace().messageId().ifPresent(id -> console().printLine("    about message " + id));
            if (!verdict.report().text().isEmpty()) {
                console().printLine("    \"" + verdict.report().text() + "\"");
            }
        }
    }

    private record MessagesAnswer(List<MessageAnswer> messages) {}

    private record MessageAnswer(String file, List<VerdictAnswer> verdicts) {}

    private record VerdictAnswer(
            String kind,
            Optional<String> recipient,
            Optional<String> originalRecipient,
            Optional<String> reason,
            Optional<String> group,
            Optional<String> bounce,
            Optional<String> evidence,
            Optional<String> rule,
            Optional<String> advice,
            Optional<String> status,
            Optional<String> reply,
            Optional<String> reportingMta,
            Optional<String> remoteMta,
            String text,
            Optional<String> messageId,
            String classifier) {
        static VerdictAnswer of(BounceVerdict verdict) {
            return new VerdictAnswer(
                    verdict.kind().label(),
                    verdict.recipient(),
                    verdict.originalRecipient(),
                    verdict.diagnosis().map(diagnosis -> diagnosis.reason().label()),
                    verdict.diagnosis()
                            .map(diagnosis -> diagnosis.reason().group().label()),
                    verdict.diagnosis().map(diagnosis -> diagnosis.kind().label()),
                    verdict.diagnosis().map(diagnosis -> diagnosis.evidence().label()),
                    verdict.diagnosis().map(Diagnosis::ruleId),
                    verdict.diagnosis().map(diagnosis -> diagnosis.reason().advice()),
                    verdict.report().status().map(EnhancedStatusCode::toString),
                    verdict.report().replyCode().map(code -> Integer.toString(code)),
                    verdict.report().reportingMta(),
                    verdict.report().remoteMta(),
                    verdict.report().text(),
                    verdict.trace().messageId(),
                    verdict.classifier());
        }
    }
}
