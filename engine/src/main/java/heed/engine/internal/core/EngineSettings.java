package heed.engine.internal.core;

import heed.actions.ActionTypes;
import heed.engine.run.MessageDefaults;
import heed.filters.Criterion;
import heed.filters.PrefilterFactory;
import heed.mail.outbox.Outbox;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an engine was built with.
 *
 * @param outbox where messages are queued
 * @param messageDefaults what they carry; an engine that lacks one of the two sends no email
 * @param workerName what this process is called in leases; empty for {@link WorkerName#ofThisProcess()}, which asks the system
 * @param deadWorker whether a worker that holds a lease is known to have died
 */
public record EngineSettings(
        AccountStore store,
        Optional<Outbox> outbox,
        Optional<MessageDefaults> messageDefaults,
        PrefilterFactory prefilterFactory,
        ActionTypes actionTypes,
        Clock clock,
        Optional<String> workerName,
        Predicate<String> deadWorker,
        String actor,
        int batchSize,
        Duration leaseDuration,
        double maxAffectedShare) {

    public EvaluationTime evaluationTime() {
        return new EvaluationTime(clock.instant(), store.account().zone());
    }

    public Prefilter prefilter(Criterion criteria, EvaluationTime evaluationTime) {
        return prefilterFactory.create(criteria, evaluationTime);
    }
}
