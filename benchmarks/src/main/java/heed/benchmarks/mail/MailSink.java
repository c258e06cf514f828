package heed.benchmarks.mail;

import heed.examples.prove.SmtpSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** An SMTP server on loopback that counts and discards mails: smtp-sink of Postfix if it is installed, else one in Java. */
public interface MailSink extends AutoCloseable {

    /** @param counts the file that smtp-sink writes its counts to */
    static MailSink start(Path counts) throws IOException, InterruptedException {
        return PostfixSink.findProgram().isPresent()
                ? PostfixSink.start(PostfixSink.findProgram().get(), counts)
                : new JavaSink();
    }

    /** Returns a description of the server that {@link #start} starts. */
    static String describe() {
        return PostfixSink.findProgram()
                .map(Path::toString)
                .orElse("a sink in Java, because smtp-sink of Postfix is not installed");
    }

    /** Returns the port that the server listens on. */
    int port();

    /** Returns the number of accepted mails. */
    long count() throws IOException;

    /** Returns the processor time of the server; zero if it runs in this process. */
    Duration cpuTime();

    @Override
    void close() throws IOException;

    /** A sink in this process. */
    final class JavaSink implements MailSink {
        private final SmtpSink sink = new SmtpSink(Clock.systemUTC());

        @Override
        public int port() {
            return sink.port();
        }

        @Override
        public long count() {
            return sink.count();
        }

        @Override
        public Duration cpuTime() {
            return Duration.ZERO;
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
