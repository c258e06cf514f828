package heed.engine;

import heed.actions.ActionTypes;
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
 * @param letterhead what they carry; an engine that lacks one of the two sends no email
 * @param worker what this process is called in leases; empty for {@link OwnProcess#name()}, which asks the system
 * @param gone whether a worker that holds a lease is known to have died
 */
record Settings(
        AccountStore store,
        Optional<Outbox> outbox,
        Optional<Letterhead> letterhead,
        PrefilterFactory narrower,
        ActionTypes types,
        Clock clock,
        Optional<String> worker,
        Predicate<String> gone,
        String actor,
        int batchSize,
        Duration leaseTime,
        double largestShare) {

    EvaluationTime now() {
        return new EvaluationTime(clock.instant(), store.account().zone());
    }

    Prefilter narrowing(Criterion who, EvaluationTime moment) {
        return narrower.create(who, moment);
    }
}
