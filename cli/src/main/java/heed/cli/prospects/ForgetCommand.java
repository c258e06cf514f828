package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.AddressArguments;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.imports.AddressFile;
import heed.imports.columns.ColumnMapping;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.person.ErasureRefusedException;
import heed.model.person.ErasureResult;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases people: their prospects, facts and texts. Only a keyed hash of each address stays, which suppresses it. */
@Command(
        name = "forget",
        description = {
            "Erase a person for good: the prospects who have the address, with all values and facts, and what mails,"
                    + " bounces and the suppression list keep of the person.",
            "A keyed hash of each address stays. No mail is sent to it and no import creates its prospect again, until"
                    + " `heed suppression remove ADDRESS` says that the person came back.",
            "A PostgreSQL store needs its owner's role."
        })
public final class ForgetCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "0..*", description = "The addresses of the people.")
    private List<String> texts = List.of();

    @Option(
            names = "--prospect",
            paramLabel = "ID|EMAIL",
            description = "A prospect to erase, by its Id or its email address.")
    private @Nullable String prospect;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Erase the people whose addresses are in a file, one transaction each; - is standard input.")
    private @Nullable Path file;

    @Option(names = "--preview", description = "Only show what would be erased. Nothing is changed.")
    private boolean preview;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "The reason, kept with the hash. It must not name the person.")
    private String reason = "";

    public ForgetCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ForgetAnswer(
            boolean preview,
            int people,
            int addresses,
            int prospects,
            int mails,
            int cancelled,
            int bounces,
            long unreadable) {}

    private record People(Set<EmailAddress> addresses, long unreadable) {}

    /** Rolls the transaction of a preview back. */
    private static final class PreviewException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient ErasureResult erasure;

        PreviewException(ErasureResult erasure) {
            this.erasure = erasure;
        }
    }

    @Override
    protected ExitCode run() throws IOException {
        String historyReason = ReasonText.require(reason);
        if (Stream.of(!texts.isEmpty(), prospect != null, file != null)
                        .filter(given -> given)
                        .count()
                != 1) {
            throw CommandException.invalid(
                    "usage", "name addresses, or a prospect with --prospect, or a file with --file");
        }
        Set<EmailAddress> typed = new LinkedHashSet<>();
        texts.forEach(text -> typed.add(AddressArguments.parse(text)));
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            People people = file == null ? new People(typed, 0) : readFile(session, file);
            requireAnonymous(historyReason, people.addresses);
            ErasureResult total = new ErasureResult(0, 0, 0, 0, 0);
            int done = 0;
            if (prospect != null) {
                total = erase(session, Set.of(), Optional.of(prospect), historyReason);
                done = 1;
            }
            for (EmailAddress address : people.addresses) {
                try {
                    total = add(total, erase(session, Set.of(address), Optional.empty(), historyReason));
                } catch (CommandException e) {
                    if (done == 0) {
                        throw e;
                    }
                    throw CommandException.failed(
                            "erasure",
                            e.getMessage() + ". " + people(done) + " of the list erased; the same command goes on.");
                }
                done++;
            }
            write(total, done, people.unreadable);
            return people.unreadable > 0 ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private ErasureResult erase(
            AccountSession session, Set<EmailAddress> addresses, Optional<String> idOrEmail, String historyReason) {
        try {
            return session.account().write(work -> {
                List<ProspectId> prospects = idOrEmail
                        .map(text -> List.of(ProspectLookup.get(work, text).key()))
                        .orElse(List.of());
                ErasureResult erasure = work.erasePerson(
                        addresses,
                        prospects,
                        new Provenance(
                                environment().clock().instant(),
                                environment().actor(),
                                Provenance.Origin.SUPPRESSION_LIST,
                                historyReason,
                                Optional.empty(),
                                Optional.empty()));
                if (preview) {
                    throw new PreviewException(erasure);
                }
                return erasure;
            });
        } catch (PreviewException e) {
            return e.erasure;
        } catch (ErasureRefusedException e) {
            throw CommandException.refused("busy", String.valueOf(e.getMessage()));
        }
    }

    private People readFile(AccountSession session, Path addressFile) throws IOException {
        Set<EmailAddress> addresses = new LinkedHashSet<>();
        long unreadable = 0;
        try (TextFile text = TextFile.validate(addressFile, environment().in(), Optional.empty())) {
            ColumnMapping mapping = ColumnMapping.toField(session.account().fields(), StandardFields.EMAIL, List.of());
            try (AddressFile rows = AddressFile.open(text, mapping, AddressFile.MailablePolicy.SKIP)) {
                for (Optional<AddressFile.AddressRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    addresses.addAll(row.get().addresses());
                    if (row.get().row().problem().isPresent()) {
                        unreadable++;
                        console()
                                .printWarning("line " + row.get().row().line() + ": "
                                        + row.get().row().problem().get().message());
                    }
                }
            }
        }
        return new People(addresses, unreadable);
    }

    private static void requireAnonymous(String historyReason, Set<EmailAddress> addresses) {
        String lower = historyReason.toLowerCase(Locale.ROOT);
        if (addresses.stream().anyMatch(address -> lower.contains(address.value()))) {
            throw CommandException.invalid(
                    "reason", "--reason contains the address, which would stay; give a reason that names nobody");
        }
    }

    private static String people(int count) {
        return count == 1 ? "1 person" : TerminalText.formatNumber(count) + " people";
    }

    private static ErasureResult add(ErasureResult first, ErasureResult second) {
        return new ErasureResult(
                first.addresses() + second.addresses(),
                first.prospects() + second.prospects(),
                first.mails() + second.mails(),
                first.cancelled() + second.cancelled(),
                first.bounces() + second.bounces());
    }

    private void write(ErasureResult total, int people, long unreadable) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new ForgetAnswer(
                            preview,
                            people,
                            total.addresses(),
                            total.prospects(),
                            total.mails(),
                            total.cancelled(),
                            total.bounces(),
                            unreadable));
            return;
        }
        console()
                .printLine((preview ? "Would erase " : "Erased ")
                        + people(people) + ": "
                        + TerminalText.formatCount(total.prospects(), "prospect") + " and "
                        + TerminalText.formatCount(total.addresses(), "address") + "; "
                        + TerminalText.formatCount(total.mails(), "mail") + " ("
                        + TerminalText.formatNumber(total.cancelled()) + " cancelled) and "
                        + TerminalText.formatCount(total.bounces(), "bounce") + " without address and text.");
        if (unreadable > 0) {
            console().printNote(TerminalText.formatCount(unreadable, "row") + " had no readable address.");
        }
        if (preview) {
            console().printNote("nothing was changed.");
        }
    }
}
