package heed.engine;

import heed.engine.Preview.ActionPreview;
import heed.engine.Preview.Change;
import heed.engine.Preview.Mail;
import heed.engine.Preview.Sample;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Counts and samples for a preview while outcomes pass by. Not thread-safe. */
final class Gathering {
    private final List<Counts> counts;
    private final Map<ProspectId, Sample> samples = new LinkedHashMap<>();
    private final int mostSamples;

    /** @param surveys of the actions that send a message */
    Gathering(Automation automation, Function<ActionStep, Optional<MailSurvey>> surveys, int mostSamples) {
        this.mostSamples = mostSamples;
        this.counts = automation.steps().stream()
                .map(step -> new Counts(step, surveys.apply(step)))
                .toList();
    }

    /** @param outcomes ordered as {@link Steps} does */
    void add(StoreReading reading, List<Outcome> outcomes) {
        int prospects = outcomes.size() / counts.size();
        outcomes.subList(0, Math.min(prospects, mostSamples)).forEach(this::sample);
        for (int i = 0; i < counts.size(); i++) {
            counts.get(i).add(reading, outcomes.subList(i * prospects, (i + 1) * prospects), samples);
        }
    }

    private void sample(Outcome outcome) {
        Prospect prospect = outcome.prospect();
        if (samples.size() < mostSamples) {
            samples.put(
                    prospect.key(), new Sample(prospect.key(), prospect.id(), new ArrayList<>(), new ArrayList<>()));
        }
    }

    List<ActionPreview> actions() {
        return counts.stream().map(Counts::preview).toList();
    }

    List<Sample> samples() {
        return samples.values().stream()
                .map(sample -> new Sample(
                        sample.prospect(), sample.id(), List.copyOf(sample.changes()), List.copyOf(sample.mails())))
                .toList();
    }

    static List<Change> changes(Outcome outcome) {
        return outcome.sets()
                .map(effect -> new Change(outcome.step().id(), effect.field(), effect.from(), effect.to()))
                .toList();
    }

    /** Of one action. */
    private static final class Counts {
        private final ActionStep step;
        private final Optional<MailSurvey> mails;
        private long changed;
        private long unchanged;
        private long failed;
        private Optional<String> failure = Optional.empty();

        Counts(ActionStep step, Optional<MailSurvey> mails) {
            this.step = step;
            this.mails = mails;
        }

        void add(StoreReading reading, List<Outcome> outcomes, Map<ProspectId, Sample> samples) {
            List<Outcome> sends = new ArrayList<>();
            for (Outcome outcome : outcomes) {
                if (outcome.send().isPresent()) {
                    sends.add(outcome);
                } else if (outcome.failure().isPresent()) {
                    failed++;
                    failure = failure.or(outcome::failure);
                } else if (outcome.changes()) {
                    changed++;
                } else {
                    unchanged++;
                }
                Sample sample = samples.get(outcome.prospect().key());
                if (sample != null) {
                    sample.changes().addAll(changes(outcome));
                }
            }
            mails.ifPresent(survey -> add(survey.add(reading, sends), sends, samples));
        }

        private void add(List<Mail> surveyed, List<Outcome> sends, Map<ProspectId, Sample> samples) {
            for (int i = 0; i < surveyed.size(); i++) {
                if (surveyed.get(i).skipped().isEmpty()) {
                    changed++;
                } else {
                    unchanged++;
                }
                Sample sample = samples.get(sends.get(i).prospect().key());
                if (sample != null) {
                    sample.mails().add(surveyed.get(i));
                }
            }
        }

        ActionPreview preview() {
            return new ActionPreview(
                    step.id(),
                    step.type().label(),
                    changed,
                    unchanged,
                    failed,
                    failure,
                    mails.map(MailSurvey::preview));
        }
    }
}
