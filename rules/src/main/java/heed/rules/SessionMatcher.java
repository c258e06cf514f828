package heed.rules;

import heed.model.prospect.Prospect;
import heed.rules.internal.drools.Conjunct;
import heed.rules.internal.drools.KieBaseFactory;
import java.util.BitSet;
import java.util.List;
import org.kie.api.KieServices;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.KeepReferenceOption;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Evaluates prospects with one KieSession that is used repeatedly: it inserts a prospect, fires the rules, and deletes
 * the prospect.
 */
final class SessionMatcher implements Matcher {
    private final RuleBook book;
    private final KieSession session;
    private final BitSet matched;

    SessionMatcher(RuleBook book) {
        KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
        configuration.setOption(ThreadSafeOption.NO);
        configuration.setOption(KeepReferenceOption.NO);
        this.book = book;
        this.session = book.kieBase().newKieSession(configuration, null);
        this.matched = new BitSet(book.selectors().size());
        session.setGlobal(KieBaseFactory.MATCHED, matched);
    }

    @Override
    public void match(List<Prospect> prospects, MatchListener listener) {
        int index = 0;
        for (Prospect prospect : prospects) {
            matched.clear();
            evaluate(prospect);
            for (int selector = matched.nextSetBit(0); selector >= 0; selector = matched.nextSetBit(selector + 1)) {
                listener.onMatch(selector, index);
            }
            index++;
        }
    }

    private void evaluate(Prospect prospect) {
        try {
            FactHandle handle = session.insert(prospect);
            session.fireAllRules();
            if (!matched.isEmpty()) { // with an immutable rule base, Drools does not retain a fact that matches no rule
                session.delete(handle);
            }
        } catch (RuntimeException e) {
            close();
            throw diagnose(prospect, e);
        }
    }

    /** Returns an exception that names the first selector that fails when it is evaluated alone. */
    private DecisionException diagnose(Prospect prospect, RuntimeException failure) {
        for (int selector = 0; selector < book.selectors().size(); selector++) {
            try {
                for (List<Conjunct> pattern : book.patterns().get(selector)) {
                    matchesAll(pattern, prospect);
                }
            } catch (Exception cause) {
                return new DecisionException(book.selectors().get(selector).id(), prospect.key(), cause);
            }
        }
        return new DecisionException("one of " + book.selectors().size() + " selectors", prospect.key(), failure);
    }

    private static boolean matchesAll(List<Conjunct> pattern, Prospect prospect) throws Exception {
        for (Conjunct conjunct : pattern) {
            if (!conjunct.test().test(prospect)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        session.dispose();
    }
}
