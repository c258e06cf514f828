/**
 * The terms of mail: messages and their keys, the states of a mail, replies of mail servers, and signed tokens that
 * identify a mail.
 */
@NullMarked
package heed.mail;

import org.jspecify.annotations.NullMarked;
