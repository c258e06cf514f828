package heed.cli.internal.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What somebody wants who types a common word that is no command. The intended command has another name and other arguments, so
 * that the nearest name would lead astray: {@code heed unsubscribe ann@example.com} is {@code heed set --prospect
 * ann@example.com "Email Opt Out=Yes"}.
 *
 * @param words the words that have the intent, in lower case without hyphens
 * @param command the words of the command before the arguments that were typed
 * @param placeholder what stands in place of the arguments if none was typed; empty if the command takes none
 * @param ending the words of the command after the arguments
 */
record CommandIntent(Set<String> words, List<String> command, String placeholder, List<String> ending) {
    private static final List<String> STORE_OPTIONS = List.of("--store", "--account");
    private static final List<CommandIntent> ALL = List.of(
            new CommandIntent(
                    Set.of("unsubscribe", "unsub", "optout", "stopmail"),
                    List.of("set", "--prospect"),
                    "EMAIL",
                    List.of("Email Opt Out=Yes", "--reason", "asked")),
            new CommandIntent(
                    Set.of("subscribe", "resubscribe", "optin"),
                    List.of("set", "--prospect"),
                    "EMAIL",
                    List.of("Email Opt Out=No", "--reason", "asked")),
            new CommandIntent(
                    Set.of("suppress", "block", "blacklist", "blocklist", "ban", "exclude", "donotmail"),
                    List.of("suppression", "add"),
                    "EMAIL",
                    List.of("--reason", "asked")),
            new CommandIntent(
                    Set.of("unsuppress", "unblock", "unban", "whitelist"),
                    List.of("suppression", "remove"),
                    "EMAIL",
                    List.of("--reason", "asked")),
            new CommandIntent(
                    Set.of("send", "mail", "start", "execute", "apply", "launch"), List.of("run"), "FILE", List.of()),
            new CommandIntent(Set.of("check", "lint", "verify", "test"), List.of("validate"), "FILE", List.of()),
            new CommandIntent(Set.of("dryrun", "simulate", "count"), List.of("preview"), "FILE", List.of()),
            new CommandIntent(Set.of("load", "upload", "add"), List.of("import"), "FILE", List.of()),
            new CommandIntent(
                    Set.of("download", "dump", "prospects", "contacts", "leads"), List.of("export"), "", List.of()),
            new CommandIntent(Set.of("status", "list", "ls", "automations", "jobs"), List.of("runs"), "", List.of()),
            new CommandIntent(Set.of("stop", "hold"), List.of("pause"), "RUN", List.of()),
            new CommandIntent(Set.of("continue", "restart", "unpause"), List.of("resume"), "RUN", List.of()),
            new CommandIntent(Set.of("revert", "rollback"), List.of("undo"), "RUN", List.of()),
            new CommandIntent(Set.of("queue", "outbox", "sent", "mails"), List.of("sends"), "", List.of()),
            new CommandIntent(Set.of("log", "audit", "timeline"), List.of("history"), "EMAIL", List.of()),
            new CommandIntent(Set.of("serve", "server", "web"), List.of("listen"), "", List.of()));

    /**
     * Returns the command that is meant, with what was typed after the word, ready to paste; empty if the word is not known.
     *
     * @param arguments all arguments of the call, which begin with the word
     */
    static Optional<String> suggest(String word, List<String> arguments) {
        String normal = word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        return ALL.stream()
                .filter(intent -> intent.words.contains(normal))
                .findFirst()
                .map(intent -> intent.commandFor(arguments.subList(1, arguments.size())));
    }

    /** Returns all words that have an intent. */
    static List<String> allWords() {
        return ALL.stream().flatMap(intent -> intent.words.stream().sorted()).toList();
    }

    private String commandFor(List<String> arguments) {
        List<String> typed = new ArrayList<>();
        List<String> selection = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (STORE_OPTIONS.contains(argument) && i + 1 < arguments.size()) {
                selection.addAll(arguments.subList(i, i + 2));
                i++;
            } else if (STORE_OPTIONS.stream().anyMatch(option -> argument.startsWith(option + "="))) {
                selection.add(argument);
            } else if (!argument.startsWith("-")) {
                typed.add(argument);
            }
        }
        List<String> values = placeholder.isEmpty() ? List.of() : List.of(typed.isEmpty() ? placeholder : typed.get(0));
        return Stream.of(List.of("heed"), command, values, ending, selection)
                .flatMap(List::stream)
                .map(SuggestedCommand::quote)
                .reduce((left, right) -> left + " " + right)
                .orElse("");
    }
}
