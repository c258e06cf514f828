package heed.mail.unsubscribe;

import java.util.Optional;

/**
 * A request to an unsubscribe link. Its body says nothing: a valid link in a POST opts out.
 *
 * @param method the HTTP method
 * @param target the path of the request with its query, as the client sent it
 * @param acceptLanguage the header Accept-Language; empty if there is none
 */
public record UnsubscribeRequest(String method, String target, Optional<String> acceptLanguage) {

    /** Returns the method only: the link is a secret. */
    @Override
    public String toString() {
        return method;
    }
}
