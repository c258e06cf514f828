package heed.engine.internal.evaluation;

import heed.engine.definition.Automation;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import heed.rules.Selector;
import java.util.ArrayList;
import java.util.List;

/** Decides which prospects an automation selects. Not thread-safe. */
public final class AutomationMatcher implements AutoCloseable {
    private final Matcher matcher;

    public AutomationMatcher(Automation automation, EvaluationTime evaluationTime) {
        matcher = RuleBook.compile(List.of(new Selector(automation.id(), automation.criteria())), evaluationTime)
                .bulkMatcher();
    }

    /** Returns the candidates that the automation selects, in the order given. */
    public List<Prospect> select(List<Prospect> candidates) {
        List<Prospect> selected = new ArrayList<>();
        matcher.match(candidates, (selector, index) -> selected.add(candidates.get(index)));
        return selected;
    }

    @Override
    public void close() {
        matcher.close();
    }
}
