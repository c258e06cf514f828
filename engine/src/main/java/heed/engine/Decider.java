package heed.engine;

import heed.engine.definition.Automation;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import heed.rules.Selector;
import java.util.ArrayList;
import java.util.List;

/** Decides whom an automation selects. For one thread. */
final class Decider implements AutoCloseable {
    private final Matcher matcher;

    Decider(Automation automation, EvaluationTime moment) {
        matcher = RuleBook.compile(List.of(new Selector(automation.id(), automation.who())), moment)
                .bulkMatcher();
    }

    /** Those of the candidates who are selected, in their order. */
    List<Prospect> selected(List<Prospect> candidates) {
        List<Prospect> selected = new ArrayList<>();
        matcher.match(candidates, (selector, place) -> selected.add(candidates.get(place)));
        return selected;
    }

    @Override
    public void close() {
        matcher.close();
    }
}
