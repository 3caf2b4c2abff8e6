//! Several dialogues about one thing, as one: their rounds go out together.

use crate::dialogue::{Answer, Dialogue, Request, Step};

/// Dialogues that know nothing of each other. What comes of them comes in their order.
pub struct Together<D>(pub Vec<D>);

impl<D: Dialogue> Dialogue for Together<D> {
    type Output = Vec<D::Output>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        let Played { due, outputs, .. } = self.play(answers);
        if due.is_empty() {
            return Step::Done(outputs.into_iter().flatten().collect());
        }
        Step::Ask(due.into_iter().flat_map(|(_, requests)| requests).collect())
    }

    fn stand_in(&self, answers: &[Answer], request: &Request) -> String {
        let Played { due, heard, .. } = self.play(answers);
        let whose = due.iter().find(|(_, requests)| requests.contains(request));
        whose.map_or_else(String::new, |(at, _)| self.0[*at].stand_in(&heard[*at], request))
    }
}

/// How far all of them are.
struct Played<T> {
    /// What each asks next.
    due: Vec<(usize, Vec<Request>)>,
    /// What each was answered.
    heard: Vec<Vec<Answer>>,
    /// What came of those that are done.
    outputs: Vec<Option<T>>,
}

impl<D: Dialogue> Together<D> {
    /// Plays them all. In a round everyone asks who is not done, and answers come in the order of the requests.
    fn play(&self, mut answers: &[Answer]) -> Played<D::Output> {
        let mut heard: Vec<Vec<Answer>> = vec![Vec::new(); self.0.len()];
        let mut outputs: Vec<Option<D::Output>> = self.0.iter().map(|_| None).collect();
        loop {
            let mut due = Vec::new();
            for (at, dialogue) in self.0.iter().enumerate() {
                if outputs[at].is_none() {
                    match dialogue.next(&heard[at]) {
                        Step::Ask(requests) => due.push((at, requests)),
                        Step::Done(output) => outputs[at] = Some(output),
                    }
                }
            }
            if due.is_empty() || answers.is_empty() {
                return Played { due, heard, outputs };
            }
            for (at, requests) in due {
                // A run that plays a round by halves does not know yet what the rest is answered.
                let (own, others) = answers.split_at(requests.len().min(answers.len()));
                heard[at].extend_from_slice(own);
                answers = others;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Reply;

    /// Asks as often as its number says, two requests a time, and says what it heard.
    struct Asks(usize, &'static str);

    impl Dialogue for Asks {
        type Output = String;

        fn next(&self, answers: &[Answer]) -> Step<String> {
            let Self(rounds, name) = *self;
            if answers.len() < 2 * rounds {
                let request = |part| format!("{name}{}{part}", answers.len() / 2);
                return Step::Ask(["a", "b"].map(|part| request_of(&request(part))).into());
            }
            Step::Done(answers.iter().flatten().map(|reply| format!("{} ", reply.text)).collect())
        }

        fn stand_in(&self, answers: &[Answer], request: &Request) -> String {
            format!("{}:{}", request.prompt, answers.len())
        }
    }

    fn request_of(prompt: &str) -> Request {
        serde_json::from_value(serde_json::json!({"model": "m", "messages": [], "prompt": prompt})).unwrap()
    }

    #[test]
    fn rounds_go_out_together() {
        let together = Together(vec![Asks(1, "x"), Asks(0, "y"), Asks(2, "z")]);
        let mut answers: Vec<Answer> = Vec::new();
        let mut rounds = Vec::new();
        let outputs = loop {
            match together.next(&answers) {
                Step::Done(outputs) => break outputs,
                Step::Ask(requests) => {
                    let said: Vec<String> =
                        requests.iter().map(|request| together.stand_in(&answers, request)).collect();
                    rounds.push(said.join(" "));
                    let reply = |request: Request| {
                        Ok(Reply { text: request.prompt.to_uppercase(), ..Reply::default() })
                    };
                    answers.extend(requests.into_iter().map(reply));
                }
            }
        };
        assert_eq!(rounds, ["x0a:0 x0b:0 z0a:0 z0b:0", "z1a:2 z1b:2"]);
        assert_eq!(outputs, ["X0A X0B ", "", "Z0A Z0B Z1A Z1B "]);
    }
}
