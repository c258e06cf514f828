package heed.rules;

class SessionMatcherTest implements MatcherContract {
    @Override
    public Matcher matcher(RuleBook book) {
        return book.sessionMatcher();
    }
}
