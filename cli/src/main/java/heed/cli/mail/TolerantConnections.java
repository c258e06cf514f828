package heed.cli.mail;

import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP connections that take a percent sign without two hexadecimal digits as a percent sign. Jetty refuses it whatever its
 * compliance is, and a link with one behind it is to opt out like any other.
 */
final class TolerantConnections extends HttpConnectionFactory {
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

    TolerantConnections(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new TolerantConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    private static final class TolerantConnection extends HttpConnection {
        TolerantConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
            return super.newHttpStream(method, LONE_PERCENT.matcher(uri).replaceAll("%25"), version);
        }
    }
}
