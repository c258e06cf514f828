/** The nouns of email automation (who a prospect is, what is known of it and by whom) and the ports of what keeps them. */
@NullMarked
package heed.model;

import org.jspecify.annotations.NullMarked;
