package heed.store.internal.prospects;

import heed.mail.unsubscribe.OptOutRules;
import heed.mail.unsubscribe.OptOutRules.OptOutDecision;
import heed.model.fact.Fact;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.AddressOptOuts;
import heed.store.internal.suppression.AddressOptOuts.OptOutInForce;
import heed.store.internal.suppression.ForgottenAddresses;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Executes what {@link OptOutRules} decide. */
public final class RecipientOptOuts {
    private final SqlSession session;
    private final AccountKey account;
    private final Clock clock;
    private final AddressOptOuts optOuts;

    public RecipientOptOuts(SqlSession session, AccountKey account, Clock clock) {
        this.session = session;
        this.account = account;
        this.clock = clock;
        this.optOuts = new AddressOptOuts(session, account);
    }

    /**
     * Opts out the reader of a mail, or the sender of one.
     *
     * @param recipient the prospect of the mail; empty for a one-off mail or an unknown one
     * @param address the address that the mail went to, or came from; empty if it is unknown
     */
    public void optOut(Optional<ProspectId> recipient, Optional<EmailAddress> address, Provenance provenance) {
        lock(address);
        OptOutDecision decision = OptOutRules.decide(recipient, address, findHolders(address));
        decision.address()
                .filter(given -> ForgottenAddresses.load(session, account)
                        .among(List.of(given.value()))
                        .isEmpty()) // an erased address is suppressed without being stored
                .filter(given -> OptOutRules.addsToAddress(
                        provenance,
                        optOuts.find(List.of(given.value())).stream()
                                .map(OptOutInForce::given)
                                .toList()))
                .ifPresent(given -> optOuts.add(given, provenance));
        assertOptOut(decision.prospects(), true, provenance);
    }

    /**
     * Takes an opt-out by a mail back.
     *
     * @param provenance with the origin and the evidence of the opt-out
     * @return whether anything was taken back
     */
    public boolean takeBack(Optional<ProspectId> recipient, Optional<EmailAddress> address, Provenance provenance) {
        lock(address);
        List<Long> ended = address.map(given -> optOuts.find(List.of(given.value()))).orElse(List.of()).stream()
                .filter(optOut -> OptOutRules.endsOfAddress(optOut.given(), provenance))
                .map(OptOutInForce::id)
                .toList();
        optOuts.end(ended, provenance);
        SqlUnitOfWork work = new SqlUnitOfWork(session, account, clock);
        List<ProspectId> cleared = (recipient.isPresent() ? List.of(recipient.get()) : findHolders(address))
                .stream()
                        .filter(prospect -> OptOutRules.clearsFlag(listOptOutFacts(work, prospect), provenance))
                        .toList();
        assertOptOut(cleared, false, provenance);
        return !ended.isEmpty() || !cleared.isEmpty();
    }

    private static List<Fact> listOptOutFacts(SqlUnitOfWork work, ProspectId prospect) {
        return work.listFacts(prospect).stream()
                .filter(fact -> fact.field().equals(Optional.of(StandardFields.EMAIL_OPT_OUT)))
                .toList();
    }

    private void lock(Optional<EmailAddress> address) {
        session.dialect()
                .lockAddresses(
                        session,
                        account,
                        address.map(EmailAddress::value).stream().toList());
    }

    private void assertOptOut(Collection<ProspectId> prospects, boolean optedOut, Provenance provenance) {
        if (!prospects.isEmpty()) {
            List<FieldAssertion> assertions = prospects.stream()
                    .map(prospect ->
                            new FieldAssertion(prospect, StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(optedOut))))
                    .toList();
            new SqlUnitOfWork(session, account, clock).assertFields(assertions, provenance);
        }
    }

    private List<ProspectId> findHolders(Optional<EmailAddress> address) {
        return address.map(given -> session.queryIn(
                        "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key",
                        AddressAliases.load(session, account).withAliases(List.of(given.value())),
                        row -> new ProspectId(row.number(1)),
                        account.id()))
                .orElse(List.of());
    }
}
