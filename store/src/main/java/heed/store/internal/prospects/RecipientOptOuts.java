package heed.store.internal.prospects;

import heed.mail.unsubscribe.OptOutRules;
import heed.mail.unsubscribe.OptOutRules.OptOutDecision;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.ListedAddresses;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Executes what {@link OptOutRules} decide. */
public final class RecipientOptOuts {
    private final SqlSession session;
    private final AccountKey account;
    private final Clock clock;

    public RecipientOptOuts(SqlSession session, AccountKey account, Clock clock) {
        this.session = session;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Opts out the reader of a mail.
     *
     * @param recipient the prospect of the mail; empty for a one-off mail or an unknown one
     * @param address the address that the mail went to; empty if it is unknown
     */
    public void optOut(Optional<ProspectId> recipient, Optional<EmailAddress> address, Provenance provenance) {
        session.dialect()
                .lockAddresses(
                        session,
                        account,
                        address.map(EmailAddress::value).stream().toList());
        List<ProspectId> holders = address.map(this::findHolders).orElse(List.of());
        OptOutDecision decision = OptOutRules.decide(recipient, address, holders);
        if (!decision.prospects().isEmpty()) {
            List<FieldAssertion> assertions = decision.prospects().stream()
                    .map(prospect ->
                            new FieldAssertion(prospect, StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true))))
                    .toList();
            new SqlUnitOfWork(session, account, clock).assertFields(assertions, provenance);
        }
        if (decision.listed().isPresent()) {
            Set<EmailAddress> unused = ListedAddresses.suppress(
                    session, account, decision.listed().stream().toList(), provenance);
        }
    }

    private List<ProspectId> findHolders(EmailAddress address) {
        return session.queryIn(
                "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key",
                AddressAliases.load(session, account).withAliases(List.of(address.value())),
                row -> new ProspectId(row.number(1)),
                account.id());
    }
}
