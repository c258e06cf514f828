package heed.mail.gate;

import heed.mail.EmailMessage;
import heed.model.store.StoreException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A planted fault, for simulations: a transport that remembers each deferred mail and sends it again with the next one,
 * with a permit of its own making.
 */
public final class RetryingAroundTheGate implements MailTransport {
    private final MailTransport transport;
    private final SendGate around;
    private final Clock clock;
    private final List<Runnable> retries = new ArrayList<>();

    public RetryingAroundTheGate(MailTransport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
        Attempts unreachable = (Attempts) Proxy.newProxyInstance(
                Attempts.class.getClassLoader(), new Class<?>[] {Attempts.class}, (attempts, method, arguments) -> {
                    throw new StoreException("not asked");
                });
        this.around = new SendGate(
                unreachable, clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), new InMemoryJournals().open());
    }

    @Override
    public SendReceipt send(SendPermit permit, EmailMessage message) {
        List<Runnable> due = List.copyOf(retries);
        retries.clear();
        due.forEach(Runnable::run);
        SendReceipt receipt = transport.send(permit, message);
        if (receipt instanceof SendReceipt.Deferred) {
            retries.add(() -> transport.send(
                    new SendPermit(
                            permit.attempt(),
                            permit.mark().nonce(),
                            permit.address(),
                            around,
                            clock.instant(),
                            around.nanoTime()),
                    message));
        }
        return receipt;
    }

    @Override
    public Duration maxSendDuration() {
        return transport.maxSendDuration();
    }
}
