package heed.cli.automations;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import heed.bounces.marking.MailEvent;
import heed.cli.internal.account.AccountSession;
import heed.imports.table.FormulaEscaping;
import heed.mail.MailId;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The prospects that a run affected, as CSV: a row for each prospect and action, in the order of the prospects. The row of a
 * message has the state of its mail and what happened since it was sent.
 */
final class AffectedProspectsCsv {
    private static final int PAGE = 1_000;

    private final AccountSession session;
    private final StoreReading reading;
    private final RunId run;

    AffectedProspectsCsv(AccountSession session, StoreReading reading, RunId run) {
        this.session = session;
        this.reading = reading;
        this.run = run;
    }

    /** The mail of a prospect by an action, and what happened to it. */
    private record MailOfAction(SendRecord mail, Set<MailEvent.Kind> events) {}

    private record MailKey(ProspectId prospect, String action) {}

    /** Writes the rows and returns their number. Closes the writer. */
    long write(Writer out) throws IOException {
        long rows = 0;
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(new BufferedWriter(out))) {
            csv.writeRecord("Id", "Email", "Action", "Outcome", "Why", "Mail", "Result of the mail");
            ProspectId last = ProspectId.START;
            for (List<LedgerEntry> page = reading.listLedgerEntries(run, last, PAGE);
                    !page.isEmpty();
                    page = reading.listLedgerEntries(run, last, PAGE)) {
                last = page.get(page.size() - 1).prospect();
                List<ProspectId> keys =
                        page.stream().map(LedgerEntry::prospect).distinct().toList();
                Map<ProspectId, Prospect> prospects = reading.listProspects(keys).stream()
                        .collect(Collectors.toMap(Prospect::key, prospect -> prospect));
                Map<MailKey, MailOfAction> mails = findMails(keys);
                page.forEach(entry -> write(
                        csv,
                        entry,
                        Optional.ofNullable(prospects.get(entry.prospect())),
                        Optional.ofNullable(mails.get(new MailKey(entry.prospect(), entry.action())))));
                rows += page.size();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return rows;
    }

    private Map<MailKey, MailOfAction> findMails(List<ProspectId> prospects) {
        List<SendRecord> sends = session.mail().outbox().listSends(run, prospects);
        Map<MailId, Set<MailEvent.Kind>> events = MailEvent.byMail(session.bounces()
                .listMailEvents(sends.stream().map(SendRecord::id).toList()));
        Map<MailKey, MailOfAction> mails = new HashMap<>();
        sends.forEach(send -> send.prospect()
                .ifPresent(prospect -> mails.put(
                        new MailKey(prospect, send.key().action()),
                        new MailOfAction(send, events.getOrDefault(send.id(), Set.of())))));
        return mails;
    }

    private static void write(
            CsvWriter csv, LedgerEntry entry, Optional<Prospect> prospect, Optional<MailOfAction> mail) {
        csv.writeRecord(Stream.of(
                        prospect.map(Prospect::id).orElse(""),
                        prospect.flatMap(Prospect::email)
                                .map(EmailAddress::value)
                                .orElse(""),
                        entry.action(),
                        ChangeWords.outcome(entry),
                        entry.detail().orElse(""),
                        mail.map(sent -> sent.mail().state().id()).orElse(""),
                        mail.map(sent -> sent.events().stream()
                                        .map(MailEvent.Kind::label)
                                        .collect(Collectors.joining("; ")))
                                .orElse(""))
                .map(FormulaEscaping::escape)
                .toList());
    }
}
