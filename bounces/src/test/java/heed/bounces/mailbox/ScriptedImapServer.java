package heed.bounces.mailbox;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An IMAP server that answers each command by its name with a given text. {@code TAG} in a text is
 * the tag of the command; a text without it ends the connection. Other commands are answered with OK.
 */
final class ScriptedImapServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<String, String> answers;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    ScriptedImapServer(Map<String, String> answers) throws IOException {
        this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.answers = answers;
        Thread thread = new Thread(this::serve, "scripted-imap");
        thread.setDaemon(true);
        thread.start();
    }

    MailboxSettings settings() {
        return MailboxSettings.of(
                        "127.0.0.1",
                        listener.getLocalPort(),
                        ConnectionSecurity.NONE,
                        new MailServerCredentials("bounces", "secret"))
                .withTimeout(Duration.ofSeconds(5));
    }

    /** Returns the commands so far, without their tags. */
    List<String> commands() {
        return commands;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread thread = new Thread(() -> answerAndClose(socket), "scripted-imap-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answerAndClose(Socket socket) {
        try (socket) {
            answer(socket);
        } catch (IOException closed) {
            return;
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        write(socket, answers.getOrDefault("", "* OK hello\r\n"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String tag = line.substring(0, line.indexOf(' '));
            String command = line.substring(tag.length() + 1);
            commands.add(command);
            String answer = answers.entrySet().stream()
                    .filter(entry -> !entry.getKey().isEmpty() && command.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("TAG OK done\r\n");
            if (!answer.contains("TAG")) {
                return;
            }
            write(socket, answer.replace("TAG", tag));
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
