package heed.cli.mail;

import heed.filters.json.JsonTree;
import heed.mail.delivery.DeliverySettings;
import heed.mail.delivery.RetrySchedule;
import heed.mail.gate.InDoubtPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads how an account's mail is delivered. */
final class DeliverySettingsReader {
    private static final DeliverySettings STANDARD = DeliverySettings.STANDARD;
    private static final int MOST_CONNECTIONS = 100;
    private static final double MOST_PER_SECOND = 100_000;
    private static final double LONGEST_LEASE = 86_400;
    private static final int MOST_RETRIES = 100;
    private static final double LONGEST_RETRY = 30 * 24 * 60; // minutes

    private final SettingValues values;

    DeliverySettingsReader(SettingValues values) {
        this.values = values;
    }

    Optional<DeliverySettings> read(JsonTree json) {
        return values.object(
                        json,
                        "connections",
                        "perSecond",
                        "domainConnections",
                        "domainPerSecond",
                        "repeatInDoubt",
                        "leaseSeconds",
                        "retries")
                .map(properties -> {
                    int connections = (int) values.number(properties, "connections", 1, MOST_CONNECTIONS)
                            .orElse(STANDARD.workers());
                    return new DeliverySettings(
                            connections,
                            values.number(properties, "perSecond", 0.001, MOST_PER_SECOND),
                            (int) values.number(properties, "domainConnections", 1, MOST_CONNECTIONS)
                                    .orElse(connections),
                            values.number(properties, "domainPerSecond", 0.001, MOST_PER_SECOND),
                            values.seconds(properties, "leaseSeconds", LONGEST_LEASE)
                                    .orElse(STANDARD.lease()),
                            properties
                                            .find("repeatInDoubt")
                                            .flatMap(values::yesNo)
                                            .orElse(false)
                                    ? InDoubtPolicy.REPEAT
                                    : InDoubtPolicy.KEEP_UNKNOWN,
                            properties.find("retries").flatMap(this::retries).orElse(STANDARD.retrySchedule()));
                });
    }

    private Optional<RetrySchedule> retries(JsonTree json) {
        return values.object(json, "afterMinutes", "jitter").flatMap(properties -> {
            List<Duration> after = properties
                    .find("afterMinutes")
                    .flatMap(this::ascending)
                    .orElse(STANDARD.retrySchedule().delays());
            OptionalDouble jitter = values.number(properties, "jitter", 0, 0.99);
            return Optional.of(new RetrySchedule(
                    after, jitter.orElse(STANDARD.retrySchedule().jitter())));
        });
    }

    private Optional<List<Duration>> ascending(JsonTree json) {
        List<Duration> after = new ArrayList<>();
        Duration last = Duration.ZERO;
        List<JsonTree> items = json instanceof JsonTree.ArrayNode list ? list.elements() : List.of();
        for (JsonTree item : items) {
            OptionalDouble minutes = values.number(item, 0.01, LONGEST_RETRY);
            if (minutes.isEmpty()) {
                return Optional.empty();
            }
            Duration next = Duration.ofMillis(Math.round(minutes.getAsDouble() * 60_000));
            if (next.compareTo(last) <= 0) {
                values.wrong(item, "more minutes after the first try than the one before");
                return Optional.empty();
            }
            after.add(next);
            last = next;
        }
        if (after.isEmpty() || after.size() > MOST_RETRIES) {
            values.wrong(json, "a list of 1 to " + MOST_RETRIES + " numbers of minutes after the first try");
            return Optional.empty();
        }
        return Optional.of(after);
    }
}
