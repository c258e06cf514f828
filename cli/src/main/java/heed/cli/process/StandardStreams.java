package heed.cli.process;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The output streams of this process. */
public final class StandardStreams {
    private static final int BUFFER = 1 << 16;

    private StandardStreams() {}

    /**
     * Returns standard output, buffered. Closing the stream flushes it and leaves standard output open. A write throws
     * {@link BrokenPipeException} if the reader closed the pipe, and {@link CommandException} if it fails for another
     * reason, such as a full disk.
     */
    public static OutputStream out() {
        return new BufferedOutputStream(new DescriptorStream(FileDescriptor.out), BUFFER) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Returns standard error, unbuffered. Output that cannot be written is dropped. */
    public static OutputStream err() {
        return new FilterOutputStream(new FileOutputStream(FileDescriptor.err)) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    // There is no other stream to report this on.
                }
            }

            @Override
            public void close() {}
        };
    }

    private static final class DescriptorStream extends OutputStream {
        private final FileOutputStream out;

        DescriptorStream(FileDescriptor descriptor) {
            this.out = new FileOutputStream(descriptor);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                    throw new BrokenPipeException();
                }
                throw CommandException.failed("output", "the result could not be written: " + e.getMessage());
            }
        }
    }
}
