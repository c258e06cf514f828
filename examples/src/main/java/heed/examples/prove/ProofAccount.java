package heed.examples.prove;

import heed.actions.ActionTypes;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.MessageDefaults;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.filters.json.SourceText;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.NamedAddress;
import heed.mail.delivery.AccountMail;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.store.DatabaseStore;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** An account with generated prospects and with mail, for proofs and tests. */
public final class ProofAccount {
    private ProofAccount() {}

    /**
     * Adds the account to a store and imports prospects with the ids P0, P1 and so on.
     *
     * @param prospects the number of prospects, each with an address of its own
     * @param domains the number of domains that the addresses are spread over
     */
    public static void fill(DatabaseStore store, String account, int prospects, int domains, Instant importedAt) {
        Provenance provenance = new Provenance(
                importedAt, "test", Provenance.Origin.IMPORT, "people.csv", Optional.empty(), Optional.empty());
        store.addAccount(account, ZoneOffset.UTC)
                .write(work -> work.importRows(
                        IntStream.range(0, prospects)
                                .mapToObj(number -> row(number, domains))
                                .toList(),
                        new ImportOptions(StandardFields.ID, true),
                        provenance));
    }

    private static ImportRow row(int number, int domains) {
        Value id = Value.Text.of("P" + number);
        Value email = Value.Text.of("p" + number + "@d" + number % domains + ".example");
        return new ImportRow(
                number + 1, Map.of(StandardFields.ID, Optional.of(id), StandardFields.EMAIL, Optional.of(email)));
    }

    /** Returns a builder of engines that run the standard actions and queue mail in the account. */
    public static Engine.Builder engine(DatabaseStore store, String account) {
        AccountMail mail = store.mail(account).orElseThrow();
        MailTokens tokens = mail.tokens();
        return Engine.builder(store.account(account).orElseThrow())
                .outbox(mail.outbox())
                .messageDefaults(new MessageDefaults(
                        Optional.of(NamedAddress.of(new EmailAddress("news@example.com"))),
                        new MailCorrelation(tokens, new EmailAddress("bounces@example.com")),
                        Optional.of(new UnsubscribeLinks(tokens, URI.create("https://mail.example.com/")))))
                .actionTypes(ActionTypes.standard());
    }

    /**
     * Runs an automation, or resumes its run.
     *
     * @param automation the definition, in JSON
     * @param prospects the number of affected prospects that the run may have
     * @throws IllegalStateException if the definition is not valid
     */
    public static void run(Engine engine, String automation, int prospects, ProgressListener progress) {
        AutomationSource source = engine.read(new SourceText("automation.json", automation))
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
        engine.run(source, RunOptions.DEFAULT.withConfirmedCount(prospects), progress);
    }
}
