package heed.cli.internal.settings;

import heed.filters.json.JsonTree;
import heed.mail.delivery.DeliverySettings;
import heed.mail.delivery.RetrySchedule;
import heed.mail.gate.InDoubtPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads {@code delivery}, the part of the mail settings about limits and retries. */
final class DeliverySettingsReader {
    private static final DeliverySettings DEFAULTS = DeliverySettings.STANDARD;
    private static final int MAX_CONNECTIONS = 100;
    private static final double MAX_PER_SECOND = 100_000;
    private static final double MAX_LEASE_SECONDS = 86_400;
    private static final int MAX_RETRIES = 100;
    private static final double MAX_RETRY_MINUTES = 30 * 24 * 60;

    private final SettingValueReader values;

    DeliverySettingsReader(SettingValueReader values) {
        this.values = values;
    }

    Optional<DeliverySettings> read(JsonTree json) {
        return values.readObject(
                        json,
                        "connections",
                        "perSecond",
                        "domainConnections",
                        "domainPerSecond",
                        "repeatInDoubt",
                        "leaseSeconds",
                        "retries")
                .map(properties -> {
                    int connections = (int) values.readNumber(properties, "connections", 1, MAX_CONNECTIONS)
                            .orElse(DEFAULTS.workers());
                    return new DeliverySettings(
                            connections,
                            values.readNumber(properties, "perSecond", 0.001, MAX_PER_SECOND),
                            (int) values.readNumber(properties, "domainConnections", 1, MAX_CONNECTIONS)
                                    .orElse(connections),
                            values.readNumber(properties, "domainPerSecond", 0.001, MAX_PER_SECOND),
                            values.readSeconds(properties, "leaseSeconds", MAX_LEASE_SECONDS)
                                    .orElse(DEFAULTS.lease()),
                            properties
                                            .find("repeatInDoubt")
                                            .flatMap(values::readBoolean)
                                            .orElse(false)
                                    ? InDoubtPolicy.REPEAT
                                    : InDoubtPolicy.KEEP_UNKNOWN,
                            properties
                                    .find("retries")
                                    .flatMap(this::readRetries)
                                    .orElse(DEFAULTS.retrySchedule()));
                });
    }

    private Optional<RetrySchedule> readRetries(JsonTree json) {
        return values.readObject(json, "afterMinutes", "jitter").flatMap(properties -> {
            List<Duration> delays = properties
                    .find("afterMinutes")
                    .flatMap(this::readAscendingDelays)
                    .orElse(DEFAULTS.retrySchedule().delays());
            OptionalDouble jitter = values.readNumber(properties, "jitter", 0, 0.99);
            return Optional.of(new RetrySchedule(
                    delays, jitter.orElse(DEFAULTS.retrySchedule().jitter())));
        });
    }

    private Optional<List<Duration>> readAscendingDelays(JsonTree json) {
        List<Duration> delays = new ArrayList<>();
        Duration last = Duration.ZERO;
        List<JsonTree> items = json instanceof JsonTree.ArrayNode list ? list.elements() : List.of();
        for (JsonTree item : items) {
            OptionalDouble minutes = values.readNumber(item, 0.01, MAX_RETRY_MINUTES);
            if (minutes.isEmpty()) {
                return Optional.empty();
            }
            Duration next = Duration.ofMillis(Math.round(minutes.getAsDouble() * 60_000));
            if (next.compareTo(last) <= 0) {
                values.addProblem(item, "a number of minutes that is greater than the one before it");
                return Optional.empty();
            }
            delays.add(next);
            last = next;
        }
        if (delays.isEmpty() || delays.size() > MAX_RETRIES) {
            values.addProblem(json, "a list of 1 to " + MAX_RETRIES + " numbers of minutes after the first attempt");
            return Optional.empty();
        }
        return Optional.of(delays);
    }
}
