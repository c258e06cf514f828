package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Console;
import heed.cli.console.Failure;
import heed.cli.console.Plain;
import heed.cli.console.Progress;
import heed.cli.console.World;
import heed.engine.Engine;
import heed.mail.SendState;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliveryTally;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.SendCount;
import heed.smtp.SmtpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delivers an account's mail, and shows how far it is. */
public final class Delivering {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    /** What is due that soon is waited for: its domain or the account has as many mails as it may have. */
    private static final Duration SOON = Duration.ofSeconds(2);
    /** A relay or a store that could not be used for so long will hardly be back soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world;
    private final Console console;
    private final OpenAccount open;
    private final Engine engine;
    private final MailSettings settings;

    public Delivering(World world, Console console, OpenAccount open, Engine engine, MailSettings settings) {
        this.world = world;
        this.console = console;
        this.open = open;
        this.engine = engine;
        this.settings = settings;
    }

    /**
     * Delivers until nothing is due any more, or nothing can be sent for a while.
     *
     * @return why mail waits although it was due; empty if none does
     */
    public Optional<Waiting> untilNothingIsDue() {
        Instant start = world.clock().instant();
        Optional<String> trouble = deliver(false);
        BounceNotes.told(console, open, start);
        return trouble.map(why -> new Waiting(why, "heed deliver"));
    }

    /** Delivers whatever comes to be due, until the person asks to stop. */
    void untilAsked() {
        Instant start = world.clock().instant();
        Optional<String> unused = deliver(true);
        BounceNotes.told(console, open, start);
    }

    private Optional<String> deliver(boolean on) {
        Outbox outbox = open.mail().outbox();
        long waiting = outbox.countSends(Optional.empty()).stream()
                .filter(count -> count.state().waiting())
                .mapToLong(SendCount::count)
                .sum();
        try (SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), world.clock());
                Progress progress = on || waiting == 0 ? Progress.NONE : console.progress("Sending", "mail", waiting);
                Delivery delivery = new Delivery(
                        DeliveryPorts.of(open.mail(), engine.composer(), transport),
                        settings.delivery(),
                        world.clock())) {
            delivery.start();
            Following following = new Following();
            Instant worked = world.clock().instant();
            while (on || !(delivery.isIdle() && nothingDue(outbox))) {
                DeliveryTally tally = delivery.tally();
                Optional<String> trouble = delivery.problem();
                Instant now = world.clock().instant();
                worked = trouble.isPresent() ? worked : now;
                if (!on && now.isAfter(worked.plus(PATIENCE))) {
                    break;
                }
                progress.at(
                        Math.min(waiting, done(tally)),
                        trouble.map(why -> "waits: " + why).orElseGet(() -> shortly(tally)));
                if (on) {
                    following.tell(delivery, tally);
                }
                if (world.stopping().getAsBoolean()) {
                    if (on) {
                        return Optional.empty();
                    }
                    throw Failure.failed(
                            "stopped", "stopped as asked. What was not sent waits; `heed deliver` goes on with it");
                }
                look();
            }
            return delivery.problem();
        }
    }

    /** Tells somebody who follows what has changed, when there is nothing else to do. */
    private final class Following {
        private Optional<String> trouble = Optional.empty();
        private DeliveryTally told = new DeliveryTally(Map.of(), Map.of());

        void tell(Delivery delivery, DeliveryTally tally) {
            Optional<String> now = delivery.problem();
            if (!now.equals(trouble)) {
                console.note(now.map(why -> "Mail waits: " + why + ".").orElse("Mail goes out again."));
                trouble = now;
            }
            if (delivery.isIdle() && !tally.equals(told)) {
                console.note(words(tally) + " so far.");
                told = tally;
            }
        }
    }

    private boolean nothingDue(Outbox outbox) {
        Instant soon = world.clock().instant().plus(SOON);
        return outbox.nextDue().filter(due -> due.isBefore(soon)).isEmpty();
    }

    private static void look() {
        try {
            Thread.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("stopped", "stopped. What was not sent waits; `heed deliver` goes on with it");
        }
    }

    /** Without what was put back, to be tried soon. */
    private static long done(DeliveryTally tally) {
        long tried = tally.outcomes().entrySet().stream()
                .filter(outcome -> outcome.getKey() != SendState.QUEUED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return tried + refused(tally);
    }

    private static long refused(DeliveryTally tally) {
        return tally.refusals().values().stream().mapToLong(Long::longValue).sum();
    }

    /** 1,024 sent, 3 retrying, 12 Email Opt Out */
    private static String words(DeliveryTally tally) {
        List<String> words = outcomes(tally);
        tally.refusals().forEach((why, mails) -> words.add(Plain.number(mails) + " " + why));
        return String.join(", ", words);
    }

    /** 1,024 sent, 3 retrying, 12 not sent */
    private static String shortly(DeliveryTally tally) {
        List<String> words = outcomes(tally);
        if (refused(tally) > 0) {
            words.add(Plain.number(refused(tally)) + " not sent");
        }
        return String.join(", ", words);
    }

    private static List<String> outcomes(DeliveryTally tally) {
        List<String> words = new ArrayList<>();
        words.add(Plain.number(tally.sent()) + " sent");
        tally.outcomes().forEach((state, mails) -> {
            if (state != SendState.SENT) {
                words.add(Plain.number(mails) + " " + state.id());
            }
        });
        return words;
    }
}
