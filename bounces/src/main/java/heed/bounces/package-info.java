/** The nouns of bounces: what a returned message says about a recipient, and why a mail failed. */
@NullMarked
package heed.bounces;

import org.jspecify.annotations.NullMarked;
